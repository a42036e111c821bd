package cli

import (
	"bufio"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/datelinehq/dateline/feed/access"
)

var (
	curlLine = regexp.MustCompile(`(?m)^    curl (.*)$`)
	curlWord = regexp.MustCompile(`'([^']*)'|(\S+)`)
)

// A curl is a call as README.md shows it.
type curl struct {
	method, address, body string
	headers               []string
}

// readCurl reads as much of the language of curl as README.md needs.
func readCurl(t *testing.T, line string) curl {
	t.Helper()
	c := curl{method: http.MethodGet}
	var words []string
	for _, m := range curlWord.FindAllStringSubmatch(line, -1) {
		words = append(words, m[1]+m[2])
	}
	for i := 0; i < len(words); i++ {
		switch word := words[i]; {
		case word == "--no-buffer":
		case word == "--json" && i+1 < len(words):
			i++
			c.method, c.body = http.MethodPost, words[i]
			c.headers = append(c.headers, "Content-Type", "application/json", "Accept", "application/json")
		case word == "--header" && i+1 < len(words):
			i++
			name, value, _ := strings.Cut(words[i], ": ")
			c.headers = append(c.headers, name, value)
		case strings.HasPrefix(word, "http") && c.address == "":
			c.address = word
		default:
			t.Errorf("what is %q in: curl %s", word, line)
		}
	}
	return c
}

// Each call that README.md shows is answered.
func TestReadmeCalls(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	s := reviews(t)
	config, err := os.ReadFile(s.config)
	if err != nil {
		t.Fatal(err)
	}
	config = append(config, `
subscribers: [{name: ops, webhook: https://ops.example.com/hook, secret: whsec_bm90IGEgc2VjcmV0IGF0IGFsbCwgb3Igbm90IG9uZQ==}]
`...)
	if err := os.WriteFile(s.config, config, 0o600); err != nil {
		t.Fatal(err)
	}
	at := s.serve().pages
	held := token(t, s.host(), access.Viewer, []access.Scope{access.ScopeRead})
	here := strings.NewReplacer("http://127.0.0.1:8080", at, "https://dateline.example.com", at, "dl_…", held)
	calls := curlLine.FindAllStringSubmatch(string(text), -1)
	if len(calls) != 15 {
		t.Errorf("README.md shows %d calls", len(calls))
	}
	for _, m := range calls {
		c := readCurl(t, here.Replace(m[1]))
		if strings.Contains(c.address, "/stream") {
			streams(t, c)
			continue
		}
		if status, said := call(t, c.method, c.address, c.body, c.headers...); status != http.StatusOK || !strings.HasPrefix(said, "{") {
			t.Errorf("%s: %d %s", m[1], status, said)
		}
	}
}

// streams makes sure that a call is answered by events, of which it has to end.
func streams(t *testing.T, c curl) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), c.method, c.address, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	lines := bufio.NewScanner(answer.Body)
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), "data: {") {
			return
		}
	}
	t.Errorf("%s tells nothing: %s, %v", c.address, answer.Status, lines.Err())
}
