package loom

import (
	_ "embed"
	"encoding/json"
	"html/template"
	"net/http"
	"slices"
	"strings"
)

// Options say where the face is.
type Options struct {
	// Base is its address, http://127.0.0.1:8090/loom. If it is empty, answers take it from the request.
	Base string
}

// A Face answers as Loom.
type Face struct {
	options Options
	mux     *http.ServeMux
}

// New makes the face.
func New(o Options) *Face {
	f := &Face{options: o, mux: http.NewServeMux()}
	f.mux.HandleFunc("GET /v1/oembed", f.oembed)
	f.mux.HandleFunc("GET /share/{id}", f.page)
	f.mux.HandleFunc("GET /stills/{file}", f.still)
	return f
}

// ServeHTTP implements http.Handler.
func (f *Face) ServeHTTP(w http.ResponseWriter, r *http.Request) { f.mux.ServeHTTP(w, r) }

func (f *Face) base(r *http.Request) string {
	if f.options.Base != "" {
		return f.options.Base
	}
	return "http://" + r.Host + "/loom"
}

// find finds a video by its id, or by an address that ends in one.
func find(address string) (Video, bool) {
	id := address[strings.LastIndexByte(address, '/')+1:]
	id = id[strings.LastIndexByte(id, '-')+1:]
	all := Videos()
	i := slices.IndexFunc(all, func(v Video) bool { return v.ID == id })
	if i < 0 {
		return Video{}, false
	}
	return all[i], true
}

func (f *Face) oembed(w http.ResponseWriter, r *http.Request) {
	v, found := find(r.URL.Query().Get("url"))
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	if !found {
		w.WriteHeader(http.StatusNotFound)
		_, _ = w.Write([]byte(`{"message":"Not Found"}`))
		return
	}
	_ = json.NewEncoder(w).Encode(map[string]any{
		"type": "video", "version": "1.0", "provider_name": "Loom", "provider_url": f.base(r), "title": v.Title,
		"html":  `<iframe src="` + f.base(r) + "/embed/" + v.ID + `" frameborder="0" width="1280" height="720" allowfullscreen></iframe>`,
		"width": 1280, "height": 720, "duration": v.Length.Seconds(),
		"thumbnail_url": f.base(r) + "/stills/" + v.ID + ".png", "thumbnail_width": stillWidth, "thumbnail_height": stillHeight,
	})
}

//go:embed page.html
var pageText string

// sheet is the page of a video; that it parses is tested.
var sheet = template.Must(template.New("page.html").Parse(pageText))

func (f *Face) page(w http.ResponseWriter, r *http.Request) {
	v, found := find(r.PathValue("id"))
	if !found {
		http.Error(w, "There is no such video.", http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; img-src 'self'")
	_ = sheet.Execute(w, struct {
		Video
		Still string
	}{v, f.base(r) + "/stills/" + v.ID + ".png"})
}

func (f *Face) still(w http.ResponseWriter, r *http.Request) {
	id, _ := strings.CutSuffix(r.PathValue("file"), ".png")
	v, found := find(id)
	if !found {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "image/png")
	_, _ = w.Write(paint(v))
}
