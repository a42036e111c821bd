// Generate compiles tzdata.zi, the time zone database in the form that zic reads, into zoneinfo.zip. It needs zic, which
// comes with the C library.
//
//	go generate ./feed/windows/zones
package main

import (
	"archive/zip"
	"compress/flate"
	"context"
	"fmt"
	"io"
	"io/fs"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

func main() {
	if err := generate(context.Background()); err != nil {
		log.Fatal(err)
	}
}

func generate(ctx context.Context) error {
	folder, err := os.MkdirTemp("", "zones")
	if err != nil {
		return fmt.Errorf("make a folder for the zones: %w", err)
	}
	defer func() { _ = os.RemoveAll(folder) }()
	zic := exec.CommandContext(ctx, "zic", "-b", "slim", "-d", folder, "tzdata.zi") //nolint:gosec // a folder of our own
	zic.Stderr = os.Stderr
	if err := zic.Run(); err != nil {
		return fmt.Errorf("compile tzdata.zi with zic: %w", err)
	}
	out, err := os.Create("zoneinfo.zip")
	if err != nil {
		return fmt.Errorf("write the zones: %w", err)
	}
	defer func() { _ = out.Close() }()
	if err := nameVersion("tzdata.zi", filepath.Join(folder, "+VERSION")); err != nil {
		return fmt.Errorf("name the version of the zones: %w", err)
	}
	if err := pack(out, os.DirFS(folder)); err != nil {
		return fmt.Errorf("write the zones: %w", err)
	}
	return out.Close()
}

// nameVersion writes the version in the first line of the source into a file of its own, as the BSDs have it.
func nameVersion(source, file string) error {
	text, err := os.ReadFile(source)
	if err != nil {
		return err
	}
	line, _, _ := strings.Cut(string(text), "\n")
	version, found := strings.CutPrefix(line, "# version ")
	if !found {
		return fmt.Errorf("%s begins with %q, and not with its version", source, line)
	}
	return os.WriteFile(file, []byte(version+"\n"), 0o600) //nolint:gosec // in a folder of our own
}

// pack writes all files into an archive, in the order of their names and without the time at which they were made.
func pack(out io.Writer, folder fs.FS) error {
	archive := zip.NewWriter(out)
	archive.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestCompression) })
	err := fs.WalkDir(folder, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(folder, name)
		if err != nil {
			return err
		}
		file, err := archive.CreateHeader(&zip.FileHeader{Name: filepath.ToSlash(name), Method: zip.Deflate, Modified: time.Unix(0, 0).UTC()})
		if err != nil {
			return err
		}
		_, err = file.Write(data)
		return err
	})
	if err != nil {
		return err
	}
	return archive.Close()
}
