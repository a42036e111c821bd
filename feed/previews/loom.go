package previews

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// Loom is where Loom is.
const Loom = "https://www.loom.com"

// videoID is how a video is named at the end of a path. Before it may stand its title.
var videoID = regexp.MustCompile(`^(?:[0-9A-Za-z-]*-)?([0-9a-f]{32})$`)

// Video is the address of the video that a link leads to, always written in the same way. It reports false for any other
// link.
func (f *Fetcher) Video(link string) (address string, video bool) {
	u, err := url.Parse(link)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.User != nil {
		return "", false
	}
	host := strings.ToLower(u.Host)
	if host == "loom.com" {
		host = "www.loom.com"
	}
	path, below := strings.CutPrefix(u.Path, f.loom.Path)
	if !below || host != f.loom.Host {
		return "", false
	}
	place, rest, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	id := videoID.FindStringSubmatch(strings.TrimSuffix(rest, "/"))
	if place != "share" && place != "embed" || id == nil {
		return "", false
	}
	return f.loom.JoinPath("share", id[1]).String(), true
}

// Mentions reports whether there may be a link to a video in a text: looking for one costs more.
func (f *Fetcher) Mentions(text string) bool {
	return strings.Contains(text, "loom.com/") || f.loom.Host != "www.loom.com" && strings.Contains(text, f.loom.Host)
}

// question is the address at which Loom tells about a video.
func (f *Fetcher) question(video string) string {
	u := f.loom.JoinPath("v1", "oembed")
	u.RawQuery = url.Values{"url": {video}, "format": {"json"}}.Encode()
	return u.String()
}

// answer is what is read of an answer by oEmbed.
type answer struct {
	Type      string
	Title     string
	Duration  float64 // in seconds; no part of oEmbed, but of Loom's
	Thumbnail string  `json:"thumbnail_url"`
}

// preview is what an answer says of a video.
func (a answer) preview(video string) (feed.Preview, error) {
	if a.Type != "video" {
		return feed.Preview{}, fmt.Errorf("it is told to be %q, not a video", feed.Text(a.Type, feed.MaxName))
	}
	p := feed.Preview{URL: video, Title: strings.Join(strings.Fields(feed.Text(a.Title, feed.MaxTitle)), " ")}
	if a.Duration > 0 && a.Duration < (30*24*time.Hour).Seconds() {
		p.Length = time.Duration(a.Duration * float64(time.Second)).Round(time.Second)
	}
	return p, nil
}

// picture is where the answer says that the picture is. As safe a way as to the answer must lead there.
func (a answer) picture(loom *url.URL) (*url.URL, error) {
	u, err := url.Parse(a.Thumbnail)
	switch {
	case a.Thumbnail == "":
		return nil, errors.New("no picture is told of")
	case err != nil || u.Host == "" || u.User != nil || u.Scheme != "https" && u.Scheme != loom.Scheme:
		return nil, errors.New("what is told is no address of a picture")
	}
	return u, nil
}
