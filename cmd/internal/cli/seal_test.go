package cli

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/datelinehq/dateline/feed/seal"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/store/storetest"
)

// sealedYAML has a source whose tool agrees on a secret with its doorbell.
const sealedYAML = `
public_url: https://dateline.example.com
sources: [{name: plan, asana: {project: "1200", token: canary-of-asana, url: "TOOL"}}]
`

// keep has the store of a configuration keep the secret of a doorbell, and returns what is said if it does not.
func (s *site) keep(secret string) string {
	s.t.Helper()
	h := s.host()
	if err := h.declare(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
	if _, err := h.db.Keep(s.t.Context(), "plan", secret); err != nil {
		return err.Error()
	}
	return ""
}

// with is the site with another setting in its configuration.
func (s *site) with(setting string) *site {
	s.t.Helper()
	text, err := os.ReadFile(s.config)
	if err != nil {
		s.t.Fatal(err)
	}
	other := &site{t: s.t, config: filepath.Join(s.t.TempDir(), "dateline.yaml"), data: s.data}
	if err := os.WriteFile(other.config, append(text, setting+"\n"...), 0o600); err != nil {
		s.t.Fatal(err)
	}
	return other
}

// says runs a command that is to end with a code and print something.
func (s *site) says(want string, code int, args ...string) {
	s.t.Helper()
	out, got := s.run(args...)
	if got != code || !regexp.MustCompile(want).MatchString(out) {
		s.t.Errorf("%s: exit code %d, want %d, and not %q in:\n%s", strings.Join(args, " "), got, code, want, out)
	}
}

// key writes a new key.
func key(t *testing.T) (file, name string) {
	t.Helper()
	file, text := filepath.Join(t.TempDir(), "key"), seal.New()
	if err := os.WriteFile(file, []byte(text+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	keys, err := seal.Read(text)
	if err != nil {
		t.Fatal(err)
	}
	return file, keys.Names()[0]
}

// A key is exchanged for another, lost, and done without.
func TestKeysAreExchanged(t *testing.T) {
	plain := newSite(t, http.NotFoundHandler(), sealedYAML)
	for name, config := range map[string]string{"sqlite": plain.config, "postgres": plain.copied(storetest.PostgresDSN(t))} {
		t.Run(name, func(t *testing.T) {
			s := &site{t: t, config: config, data: t.TempDir()}
			old, oldName := key(t)
			fresh, freshName := key(t)
			const secret = "canary of the doorbell"

			one := s.with("encryption: {key_file: " + old + "}")
			if wrong := one.keep(secret); wrong != "" {
				t.Error(wrong)
			}
			one.says("encryption: secrets are sealed with the key "+oldName, exitOK, "check", "--offline")
			one.says("the tool's secret: "+secret, exitOK, "hook", "plan")

			both := s.with("encryption: {key_file: [" + fresh + ", " + old + "]}")
			both.says("1 secrets are sealed with the older key "+oldName, exitOK, "check", "--offline")
			both.says("the tool's secret: "+secret, exitOK, "hook", "plan")
			both.says("sealed anew: 1; sealed with the key "+freshName+": 1\nnothing needs the key "+oldName, exitOK, "secrets", "rotate")
			both.says("sealed anew: 0; sealed with the key "+freshName+": 1\n", exitOK, "secrets", "rotate")
			both.says("sealed secrets anew with the key "+freshName, exitOK, "audit")

			new := s.with("encryption: {key_file: " + fresh + "}")
			new.says("the tool's secret: "+secret, exitOK, "hook", "plan")

			lost := one.config + ": encryption: the database has secrets that are sealed with a key that is not there: " + freshName + " .1.; bring its file back"
			one.says(lost, exitFailed, "check", "--offline")
			one.says(lost, exitFailed, "serve", "--listen", "127.0.0.1:0")
			one.says(lost, exitFailed, "secrets", "rotate")
			one.says("it is sealed with the key "+freshName+", which is none of those that are given", exitFailed, "hook", "plan")
			one.says("forgotten: 1", exitOK, "secrets", "forget")
			if out, code := one.run("hook", "plan"); code != exitOK || strings.Contains(out, "secret") {
				t.Errorf("after it was forgotten: %d, %s", code, out)
			}
		})
	}
}

// Without a key in the configuration there is one beside an SQLite database, and in PostgreSQL no secret is kept.
func TestNoKey(t *testing.T) {
	s := newSite(t, http.NotFoundHandler(), sealedYAML)
	if wrong := s.keep("canary"); wrong != "" {
		t.Error(wrong)
	}
	made := filepath.Join(s.data, "dateline.key")
	if info, err := os.Stat(made); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the key beside the database: %v, %v", info, err)
	}
	s.says("the tool's secret: canary", exitOK, "hook", "plan")
	if err := os.Remove(made); err != nil {
		t.Fatal(err)
	}
	s.says(made+": the database has secrets that are sealed with a key that is not there", exitFailed, "check", "--offline")
	if err := os.WriteFile(made, []byte("scribble\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.says("reading "+made+": a key is 32 random bytes in base64", exitFailed, "check", "--offline")

	s = &site{t: t, config: s.copied(storetest.PostgresDSN(t)), data: t.TempDir()}
	if wrong := s.keep("canary"); !strings.Contains(wrong, store.ErrNoKey.Error()) {
		t.Errorf("without a key: %q", wrong)
	}
	s.says("encryption: there is no key, so doorbells that agree on a secret are refused", exitOK, "check", "--offline")
	s.says("write the path of one as encryption: {key_file: …}", exitFailed, "secrets", "rotate")
	file, _ := key(t)
	if wrong := s.with("encryption: {key_file: " + file + "}").keep("canary"); wrong != "" {
		t.Error(wrong)
	}
}
