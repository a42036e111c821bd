package zones_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed/windows/zones"
)

func embedded(t *testing.T) *zones.Data {
	t.Helper()
	data, err := zones.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// now is when the tests ask.
var now = time.Date(2026, time.November, 26, 9, 0, 0, 0, time.UTC)

// What is embedded has the changes of 2026: Vancouver stays at UTC−7, Edmonton at UTC−6, Casablanca at UTC.
func TestEmbedded(t *testing.T) {
	data := embedded(t)
	source, err := os.ReadFile("tzdata.zi")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(string(source), "# version "+data.Version+"\n") || data.Version < "2026c" || data.From != "embedded" || data.Old(now) != "" || data.Old(now.AddDate(3, 0, 0)) == "" {
		t.Errorf("embedded is %s", data)
	}
	winter := time.Date(2026, time.December, 21, 12, 0, 0, 0, time.UTC)
	for name, want := range map[string]int{
		"America/Vancouver": -7, "America/Edmonton": -6, "Africa/Casablanca": 0, "Europe/Berlin": 1, "Asia/Kathmandu": 5, "UTC": 0, "US/Eastern": -5,
	} {
		zone, err := data.Zone(name)
		if err != nil {
			t.Error(err)
			continue
		}
		if _, offset := winter.In(zone).Zone(); offset/3600 != want || zone.String() != name {
			t.Errorf("in the winter of 2026 %s is %d hours ahead, want %d", zone, offset/3600, want)
		}
	}
}

func TestUnknown(t *testing.T) {
	for _, name := range []string{"", "Local", "Europe/Atlantis", "../etc/passwd", "/etc/passwd", "Europe", "tzdata.zi", "Europe/Berlin/", "posixrules"} {
		if zone, err := embedded(t).Zone(name); !errors.Is(err, zones.ErrUnknown) {
			t.Errorf("%q is %v, %v", name, zone, err)
		}
	}
}

// folder makes a folder of zones that tells a version in a file.
func folder(t *testing.T, file, text string) string {
	t.Helper()
	dir := t.TempDir()
	for name, data := range map[string]string{"UTC": "TZif", file: text} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestNewest(t *testing.T) {
	old, newer := folder(t, "tzdata.zi", "# version 2020a\n# more\n"), folder(t, "+VERSION", "2099b\n")
	newest, silent := folder(t, "version", "2099c"), folder(t, "README", "2199a")
	for _, c := range []struct {
		configured string
		system     []string
		from       string
	}{
		{"", nil, "embedded"},
		{"", []string{"/none", old, silent}, "embedded"},
		{"", []string{old, newer}, newer},
		{newest, []string{newer}, newest},
		{newer, []string{newest}, newest},
		{old, nil, "embedded"},
	} {
		data, err := zones.Newest(c.configured, c.system...)
		if err != nil || data.From != c.from {
			t.Errorf("of %q and %q the newest is %s, %v", c.configured, c.system, data, err)
		}
	}
	if _, err := zones.Newest(t.TempDir()); err == nil {
		t.Error("an empty folder is taken for zones")
	}
	if data, err := zones.Folder(old); err != nil || data.Old(now) == "" || data.String() != "2020a, "+old {
		t.Errorf("%s is not old, %v", data, err)
	}
}
