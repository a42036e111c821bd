package web

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"golang.org/x/net/html"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/identity"
	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/query"
	"github.com/datelinehq/dateline/feed/web/texts"
)

// english are the texts of the pages, as they are embedded.
func english(t testing.TB) *texts.Catalogue {
	t.Helper()
	all, err := texts.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return all.First()
}

// inEnglish are the times of a reader of English.
func inEnglish(t testing.TB, now time.Time, zone *time.Location) times {
	t.Helper()
	return times{now, zone, english(t)}
}

var (
	// action is what templates do.
	action = regexp.MustCompile(`{{.*?}}`)
	// texting is an action that names texts, textKey the key of one.
	texting = regexp.MustCompile(`{{-?\s*(?:if )?texts? [^}]*}}`)
	textKey = regexp.MustCompile(`"([^"]+)"`)
)

// templateFiles are the templates as they are written.
func templateFiles(t *testing.T) map[string]string {
	t.Helper()
	files := map[string]string{}
	entries, err := pages.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		content, err := pages.ReadFile(e.Name())
		if err != nil {
			t.Fatal(err)
		}
		files[e.Name()] = string(content)
	}
	return files
}

// TestTemplatesSayNothing checks that nothing is said in the templates themselves, but for our name and what is typed.
func TestTemplatesSayNothing(t *testing.T) {
	for name, content := range templateFiles(t) {
		within := ""
		z := html.NewTokenizer(strings.NewReader(action.ReplaceAllString(content, "")))
		for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
			switch token := z.Token(); kind {
			case html.StartTagToken, html.SelfClosingTagToken:
				within = token.Data
				for _, a := range token.Attr {
					if slices.Contains(saying, a.Key) && strings.ContainsFunc(a.Val, unicode.IsLetter) {
						t.Errorf("%s says %q in the attribute %s", name, a.Val, a.Key)
					}
				}
			case html.TextToken:
				said := strings.ReplaceAll(token.Data, "Dateline", "")
				if within != "code" && within != "noscript" && strings.ContainsFunc(said, unicode.IsLetter) {
					t.Errorf("%s says %q", name, strings.TrimSpace(said))
				}
			case html.EndTagToken:
				within = ""
			default:
			}
		}
	}
}

// composed are the beginnings of keys that are put together, with the ends that they can have.
var composed = map[string][]string{
	"kind.": query.Texts(feed.Kinds()), "kinds.": query.Texts(feed.Kinds()), "verb.": query.Texts(query.Verbs()),
	"owed.": query.Texts(feed.AskKinds()), "label.": query.Names(), "filter.": {"open", "closed"},
	"level.":    query.Texts(protocol.Levels()),
	"standing.": query.Texts(feed.DecisionStates()), "decisions.sort-": query.Texts(feed.DecisionStates()),
	"decision.by-": {"proposed", "written", "decided", "rejected"},
	"decision.at-": {"proposed", "written", "decided", "rejected", "ended"},
	"decision.":    {string(feed.Explicit), string(feed.Configured), string(feed.Suggested)},
	"state.":       {"open", "acknowledged", "committed", "paused", "answered", "withdrawn", "handed-off"},
	"order.":       query.Texts(orders), "ordered.": query.Texts(orders), "subscribers.ordered-": query.Texts(feed.DeliveryOrders()),
	"people.sure-":    {string(identity.High), string(identity.Medium), string(identity.Low)},
	"protocol.means-": query.Texts(slices.Concat(decides, clocks)),
	"reports.days-":   {"30", "90", "365", "0"}, "reports.by-": {"kind", "team", "tool", "window", "week"},
	"setup.":        {"github", "jira", "trello", "asana", "notion", "push"},
	"source.is-":    {"refused", "paused", "stale", "reading", "new", "current"},
	"source.brief-": {"refused", "paused", "stale", "reading", "new", "current"},
}

// TestTexts checks that whatever the pages say is in the catalogue and has the names that are given, and that everything in
// the catalogue is said.
func TestTexts(t *testing.T) {
	c := english(t)
	said := map[string]bool{}
	say := func(where, key string) {
		said[key] = true
		if _, found := c.Names(key); !found {
			t.Errorf("%s says %q, which is not in the catalogue", where, key)
		}
	}
	for name, content := range templateFiles(t) {
		for _, action := range texting.FindAllString(content, -1) {
			for _, key := range textKey.FindAllStringSubmatch(action, -1) {
				say(name, key[1])
			}
		}
	}
	for start, ends := range composed {
		for _, end := range ends {
			say("what is put together", start+end)
		}
	}
	eachCall(t, func(where, function string, args []ast.Expr) {
		key, is := literal(args[0])
		given, from := []string{}, 1
		switch function {
		case "Say":
		case "Count":
			given, from = []string{"n"}, 2
		case "Date":
			from = 2
		case "newProblem":
			key, is = literal(args[1])
			say(where, "problem."+key+".title")
			key, from = "problem."+key+".text", 2
		case "tooLate":
			say(where, "problem.settled.title")
			key = "problem.settled." + key
		case "mistake":
			key, is = literal(args[1])
			say(where, "problem.unknown.title")
			key, given, from = "problem.unknown."+key, []string{"value"}, len(args)
		default:
			return
		}
		if sum, put := args[0].(*ast.BinaryExpr); put && !is {
			for inner, deeper := sum.X.(*ast.BinaryExpr); deeper; inner, deeper = sum.X.(*ast.BinaryExpr) {
				sum = inner
			}
			if start, _ := literal(sum.X); composed[start] == nil {
				t.Errorf("%s: nobody knows what is said by keys that begin with %q", where, start)
			}
		}
		if !is {
			return
		}
		say(where, key)
		for i := from; i < len(args); i += 2 {
			name, _ := literal(args[i])
			given = append(given, name)
		}
		slices.Sort(given)
		if names, found := c.Names(key); found && !slices.Equal(given, names) {
			t.Errorf("%s: the text %s is given the names %q, and has %q", where, key, given, names)
		}
	})
	eachLiteral(t, func(text string) { said[text] = true })
	for _, key := range c.Keys() {
		if !said[key] && !strings.HasPrefix(key, "names.") {
			t.Errorf("nobody says %s", key)
		}
	}
}

// eachFile parses the files of the package.
func eachFile(t *testing.T, visit func(*token.FileSet, ast.Node) bool) {
	t.Helper()
	files := token.NewFileSet()
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		f, err := parser.ParseFile(files, e.Name(), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool { return visit(files, n) })
	}
}

// eachCall finds the calls of functions, by their names alone.
func eachCall(t *testing.T, found func(where, function string, args []ast.Expr)) {
	t.Helper()
	eachFile(t, func(files *token.FileSet, n ast.Node) bool {
		call, is := n.(*ast.CallExpr)
		if !is || len(call.Args) == 0 || call.Ellipsis.IsValid() {
			return true
		}
		switch f := call.Fun.(type) {
		case *ast.SelectorExpr:
			found(files.Position(call.Pos()).String(), f.Sel.Name, call.Args)
		case *ast.Ident:
			found(files.Position(call.Pos()).String(), f.Name, call.Args)
		}
		return true
	})
}

// eachLiteral finds the strings.
func eachLiteral(t *testing.T, found func(string)) {
	t.Helper()
	eachFile(t, func(_ *token.FileSet, n ast.Node) bool {
		if e, is := n.(ast.Expr); is {
			if text, is := literal(e); is {
				found(text)
			}
		}
		return true
	})
}

func literal(e ast.Expr) (text string, is bool) {
	l, is := e.(*ast.BasicLit)
	if !is || l.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(l.Value)
	return text, err == nil
}

// TestOwed checks that the pages and whatever else says what is owed say the same in English.
func TestOwed(t *testing.T) {
	at := inEnglish(t, noon, time.UTC)
	for _, k := range append(feed.AskKinds(), "") {
		if got := at.owed(k); got != k.Owed() {
			t.Errorf("%q is owed, and elsewhere %q", got, k.Owed())
		}
	}
}
