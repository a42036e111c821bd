package simulator_test

import (
	"bytes"
	"encoding/json"
	"image"
	_ "image/png"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/datelinehq/dateline/connectors/simulator"
	"github.com/datelinehq/dateline/connectors/simulator/loom"
)

// Every video that the team names is at the simulator's Loom, with a title, a length and a picture; and every one there is named.
func TestVideos(t *testing.T) {
	s := listen(t, simulator.Options{Seed: 1, Now: tuesday})
	s.World().Advance(tuesday.Add(60 * 24 * time.Hour))
	link := regexp.MustCompile(`\(([^() ]+/share/[0-9a-f]{32})\)`)
	named := map[string]bool{}
	for _, act := range s.World().Acts(0) {
		for _, m := range link.FindAllStringSubmatch(act.Text, -1) {
			named[m[1]] = true
		}
		if strings.Contains(act.Text, "{loom}") {
			t.Errorf("nobody knows where the videos are: %s", act.Text)
		}
	}
	if len(named) != len(loom.Videos()) {
		t.Errorf("%d videos are named, %d are there", len(named), len(loom.Videos()))
	}
	for video := range named {
		if !strings.HasPrefix(video, s.Loom()+"/share/") {
			t.Errorf("a video elsewhere: %s", video)
		}
		var told struct {
			Type, Title string
			Duration    float64
			Thumbnail   string `json:"thumbnail_url"`
		}
		if err := json.Unmarshal([]byte(get(t, s.Loom()+"/v1/oembed?format=json&url="+url.QueryEscape(video))), &told); err != nil {
			t.Fatal(err)
		}
		if told.Type != "video" || told.Title == "" || told.Duration < 10 {
			t.Errorf("%s is told to be %+v", video, told)
		}
		if _, format, err := image.Decode(bytes.NewReader([]byte(get(t, told.Thumbnail)))); err != nil || format != "png" {
			t.Errorf("the picture of %s: %s, %v", video, format, err)
		}
		if page := get(t, video); !strings.Contains(page, "nothing to be watched") {
			t.Errorf("the page of %s is\n%s", video, page)
		}
	}
}

// There are no other videos.
func TestNoSuchVideo(t *testing.T) {
	s, err := simulator.New(simulator.Options{Seed: 1, Now: tuesday})
	if err != nil {
		t.Fatal(err)
	}
	none := strings.Repeat("0", 32)
	for address, want := range map[string]int{
		"/loom/v1/oembed": 404, "/loom/v1/oembed?url=https://www.loom.com/share/" + none: 404, "/loom/share/" + none: 404, "/loom/stills/" + none + ".png": 404,
		"/loom/v1/oembed?url=https://www.loom.com/share/" + loom.Videos()[0].ID: 200,
	} {
		answer := httptest.NewRecorder()
		s.Handler().ServeHTTP(answer, httptest.NewRequestWithContext(t.Context(), http.MethodGet, address, nil))
		if answer.Code != want {
			t.Errorf("%s: %d, want %d", address, answer.Code, want)
		}
	}
}
