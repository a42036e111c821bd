package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/datelinehq/dateline/feed/seal"
)

// keyFile is the key that is made in the data folder where the database is there too and the configuration names none.
// Whoever is given the database alone is given no secret.
func (h *host) keyFile() string { return filepath.Join(h.data, "dateline.key") }

// guard gives the store its keys.
func (h *host) guard() error {
	keys, err := h.config.Encryption.Keys()
	if len(keys) == 0 && h.config.Database == "" {
		text, wrong := h.madeKey()
		if wrong != nil {
			return wrong
		}
		h.secrets.Add(text)
		keys, err = seal.Read(text)
	}
	if err != nil {
		return fmt.Errorf("reading %s: %w", h.whereKeys(), err)
	}
	h.db.Guard(keys)
	return nil
}

// madeKey is the text of the key in the data folder. The first process that needs one makes it.
func (h *host) madeKey() (string, error) {
	text, err := os.ReadFile(h.keyFile())
	if errors.Is(err, fs.ErrNotExist) {
		if err := h.makeKey(); err != nil && !errors.Is(err, fs.ErrExist) {
			return "", fmt.Errorf("making a key to seal secrets with: %w", err)
		}
		text, err = os.ReadFile(h.keyFile())
	}
	if err != nil {
		return "", fmt.Errorf("reading the key that secrets are sealed with: %w", err)
	}
	return strings.TrimSpace(string(text)), nil
}

// makeKey makes the key in the data folder. Whoever looks meanwhile finds it whole or not at all.
func (h *host) makeKey() (err error) {
	made, err := os.CreateTemp(h.data, ".dateline-*.key") // nobody else may read it
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.Remove(made.Name())) }()
	_, err = made.WriteString(seal.New() + "\n")
	if err = errors.Join(err, made.Sync(), made.Close()); err != nil {
		return err
	}
	return os.Link(made.Name(), h.keyFile())
}

// whereKeys says where the keys are to be found.
func (h *host) whereKeys() string {
	if len(h.config.Encryption.Key) == 0 && h.config.Database == "" {
		return h.keyFile()
	}
	return h.file + ": encryption"
}

// sealed makes sure that every secret in the database can be opened, and seals those that are not sealed yet.
func (h *host) sealed(ctx context.Context) error {
	counts, err := h.db.Sealed(ctx)
	if err != nil {
		return err
	}
	if err := h.lost(counts); err != nil {
		return err
	}
	switch plain := counts[""]; {
	case plain == 0:
	case !h.db.Guarded():
		h.log.WarnContext(ctx, "secrets stand in the database as they are, for there is no key to seal them with; "+
			"write the path of one as encryption: {key_file: …}", "secrets", plain)
	default:
		n, err := h.db.Reseal(ctx, true)
		if err != nil {
			return err
		}
		h.log.InfoContext(ctx, "secrets that stood in the database as they were are sealed now", "secrets", n)
	}
	return nil
}

// lost says which secrets none of the keys opens.
func (h *host) lost(counts map[string]int) error {
	var names []string
	for name, n := range counts {
		if name != "" && !slices.Contains(h.db.Keys(), name) {
			names = append(names, fmt.Sprintf("%s (%d)", name, n))
		}
	}
	if names == nil {
		return nil
	}
	slices.Sort(names)
	return fmt.Errorf("%s: the database has secrets that are sealed with a key that is not there: %s; bring its file back, "+
		"after that of the newest, or, if it is lost for good, run %s secrets forget",
		h.whereKeys(), strings.Join(names, ", "), h.program.Name)
}
