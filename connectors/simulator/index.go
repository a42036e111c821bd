package simulator

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
)

//go:embed index.html index.css
var assets embed.FS

// sheet is the template of the first page; that it parses is tested.
var sheet = template.Must(template.ParseFS(assets, "index.html"))

// index shows people which tools the company uses.
func (s *Simulator) index(w http.ResponseWriter, _ *http.Request) {
	var b bytes.Buffer
	if err := sheet.Execute(&b, struct {
		Tools  []Tool
		People []Person
	}{s.Tools(), s.People()}); err != nil {
		http.Error(w, "This page cannot be shown.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'self'")
	_, _ = b.WriteTo(w)
}
