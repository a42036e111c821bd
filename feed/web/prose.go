package web

import (
	"bytes"
	"html/template"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/datelinehq/dateline/feed"
)

// prose turns what people wrote, which is Markdown from anybody, into HTML that is safe to show. What it made last it remembers:
// the newest texts stand on every reader's page and in every subscription.
type prose struct {
	markdown goldmark.Markdown
	policy   *bluemonday.Policy
	html     *memo[template.HTML]
	excerpts *memo[string]
}

func newProse() *prose {
	policy := bluemonday.NewPolicy()
	policy.AllowElements("p", "br", "hr", "strong", "b", "em", "i", "del", "s", "code", "pre", "kbd", "sub", "sup", "blockquote",
		"ul", "ol", "li", "details", "summary", "table", "thead", "tbody", "tr", "th", "td")
	policy.AllowStandardURLs()
	policy.AllowAttrs("href").OnElements("a")
	policy.AllowURLSchemes("http", "https", "mailto")
	policy.AllowRelativeURLs(false)
	policy.RequireNoFollowOnLinks(true)
	return &prose{
		policy: policy, html: newMemo[template.HTML](), excerpts: newMemo[string](),
		markdown: goldmark.New(
			goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.Linkify),
			goldmark.WithParserOptions(parser.WithASTTransformers(util.Prioritized(plainer{}, 100), util.Prioritized(caller{}, 200))),
			goldmark.WithRendererOptions(html.WithHardWraps(), html.WithUnsafe()), // what it lets through is sanitised
		),
	}
}

// HTML renders a text in which the names are mentioned. picture is what a picture is called that has no name.
func (p *prose) HTML(markdown string, names mentions, picture string) template.HTML {
	if strings.Contains(markdown, "@") { // who is mentioned changes with who is who
		return p.render(markdown, names, picture)
	}
	return p.html.of(written{markdown, picture, 0}, func() template.HTML { return p.render(markdown, nil, picture) })
}

func (p *prose) render(markdown string, names mentions, picture string) template.HTML {
	var b rendered
	ctx := parser.NewContext()
	ctx.Set(mentioned, names)
	ctx.Set(unnamed, picture)
	if err := p.markdown.Convert([]byte(markdown), &b, parser.WithContext(ctx)); err != nil {
		return template.HTML(template.HTMLEscapeString(markdown)) //nolint:gosec // escaped
	}
	safe := p.policy.SanitizeReader(&b)
	if !strings.Contains(markdown, "<") { // there is no markup but what was made here, which is balanced
		return template.HTML(safe.String()) //nolint:gosec // sanitised
	}
	return balance(safe)
}

// rendered is what was rendered, which needs no buffer before it.
type rendered struct{ bytes.Buffer }

// Buffered and Flush make it a util.BufWriter.
func (*rendered) Buffered() int { return 0 }

// Flush does nothing.
func (*rendered) Flush() error { return nil }

// balance closes what was left open and drops the ends of what was never begun, so that a text stays in its place on the
// page: sanitising looks at each tag alone.
func balance(sanitised io.Reader) template.HTML {
	nodes, err := nethtml.ParseFragment(sanitised, &nethtml.Node{Type: nethtml.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil {
		return ""
	}
	var b strings.Builder
	for _, n := range nodes {
		if err := nethtml.Render(&b, n); err != nil {
			return ""
		}
	}
	return template.HTML(b.String()) //nolint:gosec // sanitised
}

// Excerpt is the beginning of a text without its markup and headings, on one line of at most limit characters.
func (p *prose) Excerpt(markdown string, limit int, picture string) string {
	return p.excerpts.of(written{markdown, picture, limit}, func() string { return p.excerpt(markdown, limit, picture) })
}

func (p *prose) excerpt(markdown string, limit int, picture string) string {
	source, ctx := []byte(markdown), parser.NewContext()
	ctx.Set(unnamed, picture)
	var b strings.Builder
	doc := p.markdown.Parser().Parse(text.NewReader(source), parser.WithContext(ctx))
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if b.Len() > 4*limit {
			return ast.WalkStop, nil
		}
		switch n := n.(type) {
		case *ast.Text:
			if entering {
				b.Write(n.Value(source))
				if n.SoftLineBreak() || n.HardLineBreak() {
					b.WriteByte(' ')
				}
			}
		case *ast.String:
			if entering {
				b.Write(n.Value)
			}
		case *ast.AutoLink:
			if entering {
				b.Write(n.Label(source))
			}
		case *ast.CodeBlock, *ast.FencedCodeBlock:
			if entering {
				b.Write(n.Lines().Value(source))
			}
			b.WriteByte(' ')
			return ast.WalkSkipChildren, nil
		default:
			if _, title := n.AttributeString(wasHeading); title {
				return ast.WalkSkipChildren, nil
			}
			if n.Type() == ast.TypeBlock {
				b.WriteByte(' ')
			}
		}
		return ast.WalkContinue, nil
	})
	return shorten(strings.Join(strings.Fields(b.String()), " "), limit)
}

// shorten cuts s after a word, to at most limit characters.
func shorten(s string, limit int) string {
	if len(s) <= limit || utf8.RuneCountInString(s) <= limit {
		return s
	}
	s = strings.TrimSuffix(feed.Text(s, limit-1), "…")
	if i := strings.LastIndexByte(s, ' '); i > len(s)/2 {
		s = s[:i]
	}
	return strings.TrimRight(s, " ,;:.") + "…"
}

// plainer takes out of a text what would stand out on a page that is not its own: pictures become links, headings
// paragraphs.
type plainer struct{}

// unnamed is where a picture finds what it is called if it has no name.
var unnamed = parser.NewContextKey()

// wasHeading marks the paragraphs that were headings. It is not rendered.
const wasHeading = "heading"

// Transform implements parser.ASTTransformer.
func (plainer) Transform(doc *ast.Document, _ text.Reader, pc parser.Context) {
	picture, _ := pc.Get(unnamed).(string)
	var images []*ast.Image
	var headings []*ast.Heading
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			switch n := n.(type) {
			case *ast.Image:
				images = append(images, n)
			case *ast.Heading:
				headings = append(headings, n)
			}
		}
		return ast.WalkContinue, nil
	})
	for _, image := range images {
		link := ast.NewLink()
		link.Destination = image.Destination
		adopt(link, image)
		if !link.HasChildren() {
			link.AppendChild(link, ast.NewString([]byte(picture)))
		}
		var into ast.Node = link
		if within(image) { // a link cannot stand in a link
			into = ast.NewEmphasis(1)
			adopt(into, link)
		}
		image.Parent().ReplaceChild(image.Parent(), image, into)
	}
	for _, heading := range headings {
		strong := ast.NewEmphasis(2)
		adopt(strong, heading)
		paragraph := ast.NewParagraph()
		paragraph.SetAttributeString(wasHeading, true)
		paragraph.AppendChild(paragraph, strong)
		heading.Parent().ReplaceChild(heading.Parent(), heading, paragraph)
	}
}

// adopt moves the children of one node to another.
func adopt(to, from ast.Node) {
	for child := from.FirstChild(); child != nil; child = from.FirstChild() {
		to.AppendChild(to, child)
	}
}

// within reports whether the node stands in a link.
func within(n ast.Node) bool {
	for p := n.Parent(); p != nil; p = p.Parent() {
		if p.Kind() == ast.KindLink {
			return true
		}
	}
	return false
}
