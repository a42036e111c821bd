package digest

import (
	_ "embed"
	"fmt"
	html "html/template"
	"io"
	text "text/template"
)

//go:embed digest.txt
var plainText string

//go:embed digest.html
var page string

var (
	asText = text.Must(text.New("digest.txt").Parse(plainText))
	asHTML = html.Must(html.New("digest.html").Parse(page))
)

// Text writes the digest as plain text. Its errors are the writer's.
func Text(w io.Writer, d Digest) error {
	if err := asText.Execute(w, d); err != nil {
		return fmt.Errorf("writing a digest as text: %w", err)
	}
	return nil
}

// HTML writes the digest as a document that needs nothing from elsewhere. Its errors are the writer's.
func HTML(w io.Writer, d Digest) error {
	if err := asHTML.Execute(w, d); err != nil {
		return fmt.Errorf("writing a digest as HTML: %w", err)
	}
	return nil
}
