package previews_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/guard"
	"github.com/datelinehq/dateline/feed/previews"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/store/storetest"
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// A loom is a server that answers as it is told to, and its neighbour on the same machine, which nobody is to reach.
type loom struct {
	*httptest.Server
	// oembed and picture are what it answers.
	oembed, picture http.HandlerFunc
	asked, strayed  atomic.Int64
	neighbour       string
}

func newLoom(t *testing.T) *loom {
	t.Helper()
	l := &loom{}
	inner := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { l.strayed.Add(1) }))
	t.Cleanup(inner.Close)
	l.neighbour = inner.URL
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v1/oembed", func(w http.ResponseWriter, r *http.Request) {
		l.asked.Add(1)
		l.oembed(w, r)
	})
	mux.HandleFunc("GET /picture", func(w http.ResponseWriter, r *http.Request) { l.picture(w, r) })
	server := httptest.NewUnstartedServer(mux)
	_ = server.Listener.Close()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.2:0")
	if err != nil {
		t.Fatal(err)
	}
	server.Listener = listener
	server.Start()
	t.Cleanup(server.Close)
	l.Server = server
	return l
}

// fetcher asks the loom, and may reach nothing else on this machine.
func (l *loom) fetcher(t *testing.T, keep previews.Store, now func() time.Time) *previews.Fetcher {
	t.Helper()
	client := guard.NewClient(guard.Options{Agent: "dateline/test", Redirects: 3, MaxBody: 2 << 20, Through: []netip.Prefix{netip.MustParsePrefix("127.0.0.2/32")}})
	f, err := previews.New(previews.Options{Store: keep, Client: client, URL: l.URL, Now: now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func (l *loom) video() string { return l.URL + "/share/" + id }

// tells answers with an oEmbed that has these fields.
func (l *loom) tells(fields string) http.HandlerFunc {
	return sends("application/json; charset=utf-8", fmt.Sprintf(`{"version": "1.0", "type": "video", "html": "<iframe></iframe>", "thumbnail_url": "%s/picture", %s}`, l.URL, fields))
}

func sends(mediaType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", mediaType)
		_, _ = io.WriteString(w, body)
	}
}

func redirects(to string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, http.StatusFound) }
}

// drawn is a picture of that size, left half red and right half blue.
func drawn(t *testing.T, width, height int, encode func(io.Writer, image.Image) error) string {
	t.Helper()
	picture := image.NewPaletted(image.Rect(0, 0, width, height), color.Palette{color.RGBA{R: 255, A: 255}, color.RGBA{B: 255, A: 255}})
	for y := range height {
		for x := width / 2; x < width; x++ {
			picture.SetColorIndex(x, y, 1)
		}
	}
	var b bytes.Buffer
	if err := encode(&b, picture); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func encodeJPEG(w io.Writer, p image.Image) error { return jpeg.Encode(w, p, nil) }

// encodeGIF makes a picture that moves.
func encodeGIF(w io.Writer, p image.Image) error {
	frame, other := p.(*image.Paletted), image.NewPaletted(p.Bounds(), color.Palette{color.White})
	return gif.EncodeAll(w, &gif.GIF{Image: []*image.Paletted{frame, other}, Delay: []int{5, 5}})
}

// aWebP is the beginning of one: its container, and the chunk that tells how large it is.
func aWebP(kind string, chunk ...byte) string {
	b := append([]byte("RIFF\x00\x00\x00\x00WEBP"+kind+"\x00\x00\x00\x00"), chunk...)
	return string(append(b, make([]byte, 20)...))
}

func TestFetch(t *testing.T) {
	l := newLoom(t)
	tour := l.tells(`"title": "A tour of the quay", "duration": 95.4`)
	painting := sends("image/png", drawn(t, 1000, 500, png.Encode))
	for name, c := range map[string]struct {
		oembed, picture http.HandlerFunc
		// want is the preview in a line; a problem begins with a dash.
		want string
	}{
		"a video":                  {tour, painting, "A tour of the quay, 1m35s, image/jpeg 480×240"},
		"with a JPEG":              {tour, sends("image/jpeg", drawn(t, 640, 360, encodeJPEG)), "A tour of the quay, 1m35s, image/jpeg 480×270"},
		"with a small JPEG":        {tour, sends("image/jpeg", drawn(t, 200, 100, encodeJPEG)), "A tour of the quay, 1m35s, image/jpeg 200×100"},
		"with a GIF that moves":    {tour, sends("image/gif", drawn(t, 100, 50, encodeGIF)), "A tour of the quay, 1m35s, image/jpeg 100×50"},
		"with a WebP":              {tour, sends("image/webp", aWebP("VP8 ", 0, 0, 0, 0x9d, 1, 0x2a, 0x80, 2, 0x68, 1)), "A tour of the quay, 1m35s, image/webp 640×360"},
		"with a lossless WebP":     {tour, sends("image/webp", aWebP("VP8L", 0x2f, 0x7f, 0xc2, 0x59, 0)), "A tour of the quay, 1m35s, image/webp 640×360"},
		"with an extended WebP":    {tour, sends("image/webp", aWebP("VP8X", 0, 0, 0, 0, 0x7f, 2, 0, 0x67, 1, 0)), "A tour of the quay, 1m35s, image/webp 640×360"},
		"with a WebP that moves":   {tour, sends("image/webp", aWebP("VP8X", 2, 0, 0, 0, 0x7f, 2, 0, 0x67, 1, 0)), "A tour of the quay, 1m35s"},
		"told by a wrong name":     {tour, sends("text/html", drawn(t, 10, 10, png.Encode)), "A tour of the quay, 1m35s, image/jpeg 10×10"},
		"with markup in the title": {l.tells(`"title": "<script>alert(1)</script>\n\u202e\u0000 b"`), painting, "<script>alert(1)</script> b, 0s, image/jpeg 480×240"},
		"with no title":            {l.tells(`"duration": 1e300`), painting, ", 0s, image/jpeg 480×240"},
		"with a long title":        {l.tells(`"title": "` + strings.Repeat("a", 9000) + `"`), painting, strings.Repeat("a", feed.MaxTitle-1) + "…, 0s, image/jpeg 480×240"},
		"redirected":               {redirects("/v1/oembed/x"), painting, "-asking Loom: it answered 404 Not Found"},

		"HTML":                         {sends("text/html", "<html>A video</html>"), painting, `-asking Loom: it answered "text/html", not JSON`},
		"HTML that says it is JSON":    {sends("application/json", "<html>A video</html>"), painting, "-reading what Loom answered: invalid character"},
		"nothing":                      {sends("application/json", ""), painting, "-reading what Loom answered: unexpected end"},
		"a list":                       {sends("application/json", "[]"), painting, "-reading what Loom answered: json: cannot unmarshal array"},
		"5 MB":                         {sends("application/json", `{"title": "`+strings.Repeat("a", 5<<20)+`"}`), painting, "-asking Loom: its answer is longer than 64 KiB"},
		"something else than a video":  {sends("application/json", `{"type": "rich", "html": "<script>"}`), painting, `-reading what Loom answered: it is told to be "rich", not a video`},
		"gone":                         {http.NotFound, painting, "-asking Loom: it answered 404 Not Found"},
		"redirected to this machine":   {redirects(l.neighbour), painting, "-asking Loom: Get"},
		"redirected to a cloud":        {redirects("http://169.254.169.254/latest/"), painting, "-asking Loom: Get"},
		"redirected in a circle":       {redirects("/v1/oembed"), painting, "-asking Loom: Get"},
		"SVG":                          {tour, sends("image/svg+xml", `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), "A tour of the quay, 1m35s"},
		"SVG that says it is a PNG":    {tour, sends("image/png", `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>`), "A tour of the quay, 1m35s"},
		"HTML for a picture":           {tour, sends("image/png", "<html><script>alert(1)</script>"), "A tour of the quay, 1m35s"},
		"a picture of 5 MB":            {tour, sends("image/png", "\x89PNG\r\n\x1a\n"+strings.Repeat("x", 5<<20)), "A tour of the quay, 1m35s"},
		"a picture that is cut":        {tour, sends("image/png", drawn(t, 1000, 500, png.Encode)[:60]), "A tour of the quay, 1m35s"},
		"a picture too wide":           {tour, sends("image/png", drawn(t, 2561, 2, png.Encode)), "A tour of the quay, 1m35s"},
		"a picture said to be endless": {tour, sends("image/png", endless(t)), "A tour of the quay, 1m35s"},
		"a WebP said to be endless":    {tour, sends("image/webp", aWebP("VP8X", 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)), "A tour of the quay, 1m35s"},
		"a WebP that is cut":           {tour, sends("image/webp", "RIFF\x00\x00\x00\x00WEBPVP8X"), "A tour of the quay, 1m35s"},
		"a picture on this machine":    {tour, redirects(l.neighbour), "A tour of the quay, 1m35s"},
		"a picture in a file":          {sends("application/json", `{"type": "video", "title": "File", "thumbnail_url": "file:///etc/passwd"}`), painting, "File, 0s"},
		"a picture by another":         {sends("application/json", `{"type": "video", "title": "Other", "thumbnail_url": "`+l.neighbour+`/a.png"}`), painting, "Other, 0s"},
		"no picture":                   {sends("application/json", `{"type": "video", "title": "None"}`), painting, "None, 0s"},
	} {
		t.Run(name, func(t *testing.T) {
			db := storetest.SQLite(t)
			f := l.fetcher(t, db, func() time.Time { return noon })
			l.oembed, l.picture = c.oembed, c.picture
			if err := previews.Renew(f, t.Context(), l.video()); err != nil {
				t.Fatal(err)
			}
			if got := told(t, db, l.video()); got != c.want && (c.want[0] != '-' || !strings.HasPrefix(got, c.want)) {
				t.Errorf("got  %.200s\nwant %.200s", got, c.want)
			}
		})
	}
	if n := l.strayed.Load(); n > 0 {
		t.Errorf("the neighbour was asked %d times", n)
	}
}

// endless is a PNG of a few bytes that says it is enormous.
func endless(t *testing.T) string {
	t.Helper()
	b := []byte(drawn(t, 10, 10, png.Encode))
	binary.BigEndian.PutUint32(b[16:], 1<<31-1)
	binary.BigEndian.PutUint32(b[20:], 1<<31-1)
	return string(b)
}

// told is what is kept of a video, in a line. A picture must be found by its name.
func told(t *testing.T, db *store.DB, video string) string {
	t.Helper()
	known, err := db.Previews(t.Context(), []string{video})
	if err != nil {
		t.Fatal(err)
	}
	p, asked := known[video]
	switch {
	case !asked:
		return "not asked for"
	case p.Problem != "":
		return "-" + p.Problem
	case p.Picture.Name == "":
		return fmt.Sprintf("%s, %s", p.Title, p.Length)
	}
	picture, found, err := db.Picture(t.Context(), p.Picture.Name)
	if err != nil || !found {
		t.Fatalf("the picture: %v, %v", found, err)
	}
	if picture.Type == "image/jpeg" {
		decoded, err := jpeg.Decode(bytes.NewReader(picture.Body))
		if err != nil || decoded.Bounds().Dx() != picture.Width || decoded.Bounds().Dy() != picture.Height {
			t.Fatalf("what was painted: %v", err)
		}
		r, _, b, _ := decoded.At(picture.Width/10, picture.Height/2).RGBA()
		if r < 0xe000 || b > 0x2000 {
			t.Errorf("on the left it is not red but %x %x", r, b)
		}
	}
	return fmt.Sprintf("%s, %s, %s %d×%d", p.Title, p.Length, p.Picture.Type, p.Picture.Width, p.Picture.Height)
}

func TestPreviews(t *testing.T) {
	l := newLoom(t)
	db := storetest.SQLite(t)
	var clock atomic.Int64
	f := l.fetcher(t, db, func() time.Time { return noon.Add(time.Duration(clock.Load())) })
	l.oembed, l.picture = http.NotFound, http.NotFound
	look := func() string {
		t.Helper()
		known, err := f.Previews(t.Context(), []string{l.video()})
		if err != nil {
			t.Fatal(err)
		}
		p, asked := known[l.video()]
		return fmt.Sprint(asked, " ", p.Title, p.Problem, " ", f.Queued())
	}
	is := func(what, got, want string) {
		t.Helper()
		if got != want {
			t.Errorf("%s: %s, want %s", what, got, want)
		}
	}
	is("the first look waits for nothing", look(), "false  1")
	is("the next wants it no more than once", look(), "false  1")
	idle := func() {
		for f.Busy() > 0 {
			runtime.Gosched()
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- f.Run(ctx) }()
	idle()
	is("nothing is known", look(), "true asking Loom: it answered 404 Not Found 0")
	clock.Store(int64(59 * time.Minute))
	is("which is remembered", look(), "true asking Loom: it answered 404 Not Found 0")
	l.oembed = l.tells(`"title": "Now"`)
	clock.Store(int64(time.Hour))
	look()
	idle()
	is("and asked again after an hour", look(), "true Now 0")
	clock.Store(int64(7 * 24 * time.Hour))
	is("what is known is known for a week", look(), "true Now 0")
	l.oembed = l.tells(`"title": "Then"`)
	clock.Store(int64(7*24*time.Hour + time.Hour))
	is("and shown while it is asked for again", strings.TrimRight(look(), "01"), "true Now ")
	idle()
	is("as it is by then", look(), "true Then 0")
	is("requests", fmt.Sprint(l.asked.Load()), "3")
	stop()
	if err := <-ended; err != context.Canceled { //nolint:errorlint // it returns what the context does
		t.Errorf("it ended in %v", err)
	}

	var many []string
	for n := range 3 * previews.Wanted {
		many = append(many, fmt.Sprintf("%s/share/%032x", l.URL, n))
	}
	if _, err := f.Previews(t.Context(), many); err != nil || f.Queued() != previews.Wanted {
		t.Errorf("%d are wanted: %v", f.Queued(), err)
	}
}
