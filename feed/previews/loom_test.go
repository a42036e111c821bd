package previews_test

import (
	"strings"
	"testing"

	"github.com/datelinehq/dateline/feed/previews"
)

const id = "0281766fa2d04bb788eaf19e65135184"

func TestVideo(t *testing.T) {
	const video, there, none = previews.Loom + "/share/" + id, "http://127.0.0.1:8090/loom/share/" + id, ""
	for _, c := range []struct{ loom, link, want string }{
		{"", "https://www.loom.com/share/" + id, video},
		{"", "https://loom.com/share/" + id, video},
		{"", "http://WWW.Loom.com/share/" + id + "/", video},
		{"", "https://www.loom.com/embed/" + id, video},
		{"", "https://www.loom.com/share/" + id + "?sid=1a2b&t=30#x", video},
		{"", "https://www.loom.com/share/A-tour-of-the-quay-" + id, video},
		{"", "https://www.loom.com/share/" + id[1:], none},
		{"", "https://www.loom.com/share/" + strings.ToUpper(id), none},
		{"", "https://www.loom.com/share/folder/" + id, none},
		{"", "https://www.loom.com/share/" + id + "/edit", none},
		{"", "https://www.loom.com/looms/" + id, none},
		{"", "https://www.loom.com/share/../../v1/oembed", none},
		{"", "https://www.loom.com/share/%2e%2e/" + id, none},
		{"", "https://www.loom.com:8443/share/" + id, none},
		{"", "https://ana:secret@www.loom.com/share/" + id, none},
		{"", "https://www.loom.com.evil.example/share/" + id, none},
		{"", "https://evil.example/https://www.loom.com/share/" + id, none},
		{"", "ftp://www.loom.com/share/" + id, none},
		{"", "//www.loom.com/share/" + id, none},
		{"", "javascript:alert(1)//www.loom.com/share/" + id, none},
		{"", "https://www.loom.com", none},
		{"", "https://%zz", none},
		{"http://127.0.0.1:8090/loom", "http://127.0.0.1:8090/loom/share/" + id, there},
		{"http://127.0.0.1:8090/loom/", "http://127.0.0.1:8090/loom/embed/" + id, there},
		{"http://127.0.0.1:8090/loom", "http://127.0.0.1:8090/share/" + id, none},
		{"http://127.0.0.1:8090/loom", "https://www.loom.com/share/" + id, none},
	} {
		f, err := previews.New(previews.Options{URL: c.loom})
		if err != nil {
			t.Fatal(err)
		}
		got, ok := f.Video(c.link)
		if got != c.want || ok != (c.want != none) {
			t.Errorf("%s: %q, %v, want %q", c.link, got, ok, c.want)
		}
		if ok && !f.Mentions("see "+c.link) && !f.Mentions("see "+strings.ToLower(c.link)) {
			t.Errorf("%s is not seen in a text", c.link)
		}
	}
	for _, wrong := range []string{"www.loom.com", "ftp://www.loom.com", "https://", "https://a:b@www.loom.com", "https://%zz"} {
		if _, err := previews.New(previews.Options{URL: wrong}); err == nil {
			t.Errorf("Loom may be at %q", wrong)
		}
	}
}
