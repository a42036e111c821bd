package zones

import (
	"archive/zip"
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

//go:generate go run ./generate

//go:embed zoneinfo.zip
var archive []byte

// Folders are where systems keep their zone data.
var Folders = []string{"/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo"}

// Data is zone data of one version. It may be used by many goroutines.
type Data struct {
	// Version is that of the time zone database, such as 2026f; empty where nothing tells it.
	Version string
	// From says where the data is: a folder, or "embedded".
	From string

	files fs.FS
	mu    sync.Mutex
	zones map[string]*time.Location
}

var embedded = sync.OnceValues(func() (*Data, error) {
	files, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		return nil, fmt.Errorf("the embedded time zones cannot be read: %w", err)
	}
	return &Data{Version: readVersion(files), From: "embedded", files: files, zones: map[string]*time.Location{}}, nil
})

// Embedded is the data that is part of the program.
func Embedded() (*Data, error) { return embedded() }

// Folder is the data in a folder of the machine.
func Folder(name string) (*Data, error) {
	files := os.DirFS(name)
	if _, err := fs.Stat(files, "Etc/UTC"); err != nil {
		if _, err := fs.Stat(files, "UTC"); err != nil {
			return nil, fmt.Errorf("%s is no folder of time zones: there is neither Etc/UTC nor UTC in it", name)
		}
	}
	return &Data{Version: readVersion(files), From: name, files: files, zones: map[string]*time.Location{}}, nil
}

// Newest is the data of the latest version among that of a configured folder, which must be one if it is named, of the
// folders of the system, and what is embedded. Data that does not tell its version is older than any that does.
func Newest(configured string, system ...string) (*Data, error) {
	newest, err := Embedded()
	if err != nil {
		return nil, err
	}
	for _, name := range system {
		if data, err := Folder(name); err == nil && data.Version > newest.Version {
			newest = data
		}
	}
	if configured == "" {
		return newest, nil
	}
	data, err := Folder(configured)
	if err != nil {
		return nil, err
	}
	if data.Version >= newest.Version {
		return data, nil
	}
	return newest, nil
}

// Old says why the data may be wrong about clocks of today, and nothing if it should not: it is older than the newest rules
// that the program knows of, or of a year before the last one. Governments change some clocks every year.
func (d *Data) Old(now time.Time) string {
	known := ""
	if newest, err := Embedded(); err == nil {
		known = newest.Version
	}
	year := strings.TrimRight(d.Version, "abcdefghijklmnopqrstuvwxyz")
	switch {
	case d.Version == "":
		return "the time zone data in use does not tell its version, and may be old; " + known + " or later is wanted"
	case d.Version < known:
		return fmt.Sprintf("the time zone data in use is %s, and %s is known", d.Version, known)
	case year < strconv.Itoa(now.Year()-1):
		return fmt.Sprintf("the time zone data in use is %s, of more than a year ago; update Dateline or the system's time zones", d.Version)
	}
	return ""
}

var nameForm = regexp.MustCompile(`^[A-Za-z0-9+_-]+(/[A-Za-z0-9+_-]+)*$`)

// ErrUnknown says that there is no zone of a name.
var ErrUnknown = errors.New("there is no such time zone")

// Zone finds a zone by its name: Europe/Berlin. UTC has to be written out: the empty name is none, and neither is Local.
func (d *Data) Zone(name string) (*time.Location, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if zone := d.zones[name]; zone != nil {
		return zone, nil
	}
	if !nameForm.MatchString(name) || name == "Local" || name == "localtime" || name == "posixrules" {
		return nil, fmt.Errorf("%q: %w; zones have names such as Europe/Berlin", name, ErrUnknown)
	}
	data, err := fs.ReadFile(d.files, name)
	if err != nil {
		return nil, fmt.Errorf("%q: %w in version %s of the time zone database", name, ErrUnknown, d.Version)
	}
	zone, err := time.LoadLocationFromTZData(name, data)
	if err != nil {
		return nil, fmt.Errorf("%q: %w", name, ErrUnknown) // tables that lie among the zones, say
	}
	d.zones[name] = zone
	return zone, nil
}

// String is the data's version and where it is.
func (d *Data) String() string {
	if d.Version == "" {
		return "of an unknown version, " + d.From
	}
	return d.Version + ", " + d.From
}

// readVersion looks for the version where systems write it: Debian and others have the source beside the zones, the BSDs and
// macOS a file that holds it.
func readVersion(files fs.FS) string {
	for _, name := range []string{"tzdata.zi", "+VERSION", "version"} {
		file, err := files.Open(name)
		if err != nil {
			continue
		}
		text, err := io.ReadAll(io.LimitReader(file, 100))
		_ = file.Close()
		if version := versionOf(string(text)); err == nil && version != "" {
			return version
		}
	}
	return ""
}

var versionForm = regexp.MustCompile(`^(?:# version )?([12][0-9]{3}[a-z]{1,2})$`)

// versionOf is the version that a text begins with.
func versionOf(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	if m := versionForm.FindStringSubmatch(strings.TrimSpace(line)); m != nil {
		return m[1]
	}
	return ""
}
