package web

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"net/http"
	"path"

	"github.com/datelinehq/dateline/feed/respond"
)

//go:embed static
var static embed.FS

// assets are the files beside the pages, each under the checksum of its content, so that a browser may keep it for ever.
type assets struct {
	files map[string]asset
}

type asset struct {
	path, mediaType string
	content         []byte
}

var mediaTypes = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
}

func loadAssets() (*assets, error) {
	entries, err := static.ReadDir("static")
	if err != nil {
		return nil, fmt.Errorf("reading the static files: %w", err)
	}
	a := &assets{files: map[string]asset{}}
	for _, entry := range entries {
		content, err := static.ReadFile("static/" + entry.Name())
		if err != nil {
			return nil, fmt.Errorf("reading a static file: %w", err)
		}
		sum := sha256.Sum256(content)
		a.files[entry.Name()] = asset{
			path:      "/static/" + hex.EncodeToString(sum[:6]) + "/" + entry.Name(),
			mediaType: mediaTypes[path.Ext(entry.Name())],
			content:   content,
		}
	}
	return a, nil
}

// path is a file's address.
func (a *assets) path(name string) (string, error) {
	f, ok := a.files[name]
	if !ok {
		return "", fmt.Errorf("there is no static file %s", name)
	}
	return f.path, nil
}

// icon is a picture from icons.svg. It says nothing by itself: a word stands beside it.
func (a *assets) icon(name string) template.HTML {
	return template.HTML(`<svg class="icon" aria-hidden="true"><use href="` + //nolint:gosec // both parts are our own
		a.files["icons.svg"].path + "#" + template.HTMLEscapeString(name) + `"/></svg>`)
}

func (a *assets) serve(w http.ResponseWriter, r *http.Request) error {
	f, ok := a.files[r.PathValue("name")]
	if !ok || f.path != r.URL.Path {
		return errMissing
	}
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	respond.Send(w, r, http.StatusOK, f.mediaType, f.content)
	return nil
}

func (a *assets) favicon(w http.ResponseWriter, r *http.Request) error {
	f := a.files["favicon.svg"]
	w.Header().Set("Cache-Control", "public, max-age=86400")
	respond.Send(w, r, http.StatusOK, f.mediaType, f.content)
	return nil
}
