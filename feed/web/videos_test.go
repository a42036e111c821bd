package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/previews"
)

// loom knows what links to videos look like.
func loom() *previews.Fetcher {
	f, err := previews.New(previews.Options{})
	if err != nil {
		panic(err)
	}
	return f
}

func (m *memory) Mentions(text string) bool { return loom().Mentions(text) }

func (m *memory) Video(link string) (string, bool) { return loom().Video(link) }

func (m *memory) Previews(_ context.Context, videos []string) (map[string]feed.Preview, error) {
	leave, err := m.enter("previews")
	if err != nil {
		return nil, err
	}
	defer leave()
	if m.shown == nil && len(videos) == 1 {
		return nil, errors.New("the disk is on fire")
	}
	known := map[string]feed.Preview{}
	for _, v := range videos {
		if p, is := m.shown[v]; is {
			known[v] = p
		}
	}
	return known, nil
}

func (m *memory) Picture(_ context.Context, name string) (feed.Picture, bool, error) {
	for _, p := range m.shown {
		if p.Picture.Name == name {
			return p.Picture, true, nil
		}
	}
	return feed.Picture{}, false, nil
}

// video is the address of one of the tests' videos.
func video(n int) string { return fmt.Sprintf("%s/share/%032x", previews.Loom, n) }

// videoTexts link videos in all the ways there are.
var videoTexts = []string{
	"Here is how it looks now: " + video(1) + "?sid=7. I'd merge that.",
	"Before and after: [before](https://loom.com/embed/" + fmt.Sprintf("%032x", 1) + ") and [after](" + video(2) + "), " + video(2) + ".",
	"I recorded " + video(3) + " but deleted it.",
	"Just now: " + video(4),
	"> " + video(5) + "\n\nThat one was quoted, `" + video(6) + "` is code.",
	strings.Repeat("A long story. ", 40) + "\n\n" + video(7) + "\n\n" + video(8) + "\n\n" + video(9) + "\n\n" + video(10),
	"![a picture](https://github.com/acme/web/assets/1/2.png) and ![another](https://prod-files-secure.s3.us-west-2.amazonaws.com/3.png)",
}

// recorded is a team that records what it does.
func recorded(m *memory) {
	for _, text := range videoTexts {
		e := feed.Entry{Source: "api", Tool: "github"}
		e.Item, e.Verb, e.Kind, e.At, e.By, e.Text = "214", feed.Commented, feed.Discussion, noon.Add(-time.Minute), account("ana"), text
		m.add(e)
	}
	still := image.NewRGBA(image.Rect(0, 0, 160, 90))
	for i := range still.Pix {
		still.Pix[i] = 0x60
	}
	still.Set(80, 45, color.White)
	var body bytes.Buffer
	if err := jpeg.Encode(&body, still, nil); err != nil {
		panic(err)
	}
	picture := feed.Picture{Name: "0123456789abcdef", Type: "image/jpeg", Width: 160, Height: 90, Body: body.Bytes()}
	m.shown = map[string]feed.Preview{
		video(1): {URL: video(1), Title: "The room list, before", Length: 95 * time.Second, Picture: picture},
		video(2): {URL: video(2), Title: "The room list with a title that is so long that it takes more than one line of the card, however wide the screen", Length: 3729 * time.Second},
		video(3): {URL: video(3), Problem: "it answered 404 Not Found"},
		video(5): {URL: video(5), Title: "Quoted"}, video(6): {URL: video(6), Title: "Code"},
		video(7): {URL: video(7), Title: `<script>document.title = "owned"</script>`, Picture: picture},
		video(8): {URL: video(8)}, video(9): {URL: video(9), Title: "The third"}, video(10): {URL: video(10), Title: "The fourth"},
	}
}

// recordedDecision is a decision that was explained in a video.
func recordedDecision(m *memory) {
	deciding(m)
	recorded(m)
	for i := range m.decided {
		m.decided[i].Rationale = videoTexts[0]
	}
}

var videoScenes = []scene{
	{name: "videos", address: "/?kind=discussion", status: 200, set: recorded, want: []string{
		"The room list, before 1:35 Watch on Loom: The room list, before", `src="/previews/0123456789abcdef"`, "1:02:09", "A video Watch on Loom", "&lt;script&gt;document", "The third",
	}},
	{name: "videos on an item", address: "/items/api/214", status: 200, set: recorded, want: []string{"The room list, before 1:35 Watch on Loom"}},
	{name: "a video that explains a decision", address: "/decisions/a1", status: 200, set: recordedDecision, want: []string{"The room list, before 1:35 Watch on Loom"}},
}

// TestVideos checks which links become cards.
func TestVideos(t *testing.T) {
	m := week(t)
	recorded(m)
	page := get(t, newPages(t, optionsFor(m)), "/items/api/214").Body.String()
	for text, want := range map[string]int{
		`class="video"`: 1 + 2 + 0 + 1 + 0 + 3 + 0, "Quoted": 0, "Code": 0, "The fourth": 0, "<img ": 3, `<img src="/previews/`: 3, "<script>document": 0,
	} {
		if got := strings.Count(page, text); got != want {
			t.Errorf("%s is there %d times, want %d", text, got, want)
		}
	}
	get(t, newPages(t, optionsFor(m)), "/?kind=discussion") // of which a part is made beside the rest
	if m.reads["previews"] != 2 {
		t.Errorf("previews were looked for %d times for two pages", m.reads["previews"])
	}
	if !strings.Contains(page, `href="https://github.com/acme/web/assets/1/2.png"`) {
		t.Error("a picture did not become a link")
	}

	o := optionsFor(m)
	o.Previews = nil
	h := newPages(t, o)
	if page := get(t, h, "/items/api/214").Body.String(); strings.Contains(page, `class="video"`) || !strings.Contains(page, `href="`+video(4)+`"`) {
		t.Error("without previews links do not stay links")
	}
	if got := get(t, h, "/previews/0123456789abcdef").Code; got != http.StatusNotFound {
		t.Errorf("without previews a picture answers %d", got)
	}

	m.entries = slices.DeleteFunc(m.entries, func(e feed.Entry) bool { return e.Text != videoTexts[3] })
	m.shown = nil
	if w := get(t, newPages(t, optionsFor(m)), "/items/api/214"); w.Code != http.StatusOK || strings.Contains(w.Body.String(), `class="video"`) {
		t.Errorf("where previews cannot be read the page answers %d", w.Code)
	}
}

// TestPictures checks that pictures are served as what they are, and nothing else is.
func TestPictures(t *testing.T) {
	m := week(t)
	recorded(m)
	m.shown["svg"] = feed.Preview{Picture: feed.Picture{Name: "svg", Type: "image/svg+xml", Body: []byte("<svg/>")}}
	h := newPages(t, optionsFor(m))
	w := get(t, h, "/previews/0123456789abcdef", "Accept-Encoding", "gzip")
	for name, want := range map[string]string{
		"Content-Type": "image/jpeg", "X-Content-Type-Options": "nosniff", "Cache-Control": "private, max-age=31536000, immutable",
		"Cross-Origin-Resource-Policy": "same-origin", "Content-Encoding": "",
	} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if w.Code != http.StatusOK || !bytes.Equal(w.Body.Bytes(), m.shown[video(1)].Picture.Body) {
		t.Errorf("the picture answers %d and %d bytes", w.Code, w.Body.Len())
	}
	for _, name := range []string{"svg", "none", "%2e%2e%2fetc", ""} {
		if w := get(t, h, "/previews/"+name); w.Code != http.StatusNotFound {
			t.Errorf("/previews/%s answers %d", name, w.Code)
		}
	}
}
