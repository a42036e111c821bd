package web

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/respond"
)

// Previews tells what is known of videos that somebody linked, and waits for nothing.
type Previews interface {
	// Mentions reports whether there may be a link to a video in a text.
	Mentions(text string) bool
	// Video is the address of the video that a link leads to, always written in the same way; false for any other link.
	Video(link string) (address string, video bool)
	// Previews returns what is known of videos by their addresses. One of which nothing is known has a Problem; one that is
	// missing is being asked for.
	Previews(ctx context.Context, videos []string) (map[string]feed.Preview, error)
	// Picture finds the picture of a preview by its name.
	Picture(ctx context.Context, name string) (p feed.Picture, found bool, err error)
}

// maxVideos is how many videos of one text are shown.
const maxVideos = 3

type (
	// videoView is a video that was linked in a text. It is filled in when all texts of a page have been read.
	videoView struct {
		// Shown says that there is one, as far as is known.
		Shown bool
		// URL is where it is watched; Title what it is called, if that is known already.
		URL, Title, Length string
		// Picture is the address of its picture; empty where there is none.
		Picture       string
		Width, Height int
	}
	// videos are those of one page, by their addresses.
	videos map[string]*videoView
)

// linked finds the videos that a text links. They are shown when the page is.
func (s *server) linked(markdown string) (list []*videoView) {
	if s.Previews == nil || s.videos == nil || !s.Previews.Mentions(markdown) {
		return nil
	}
	for _, link := range s.prose.Links(markdown) {
		address, video := s.Previews.Video(link)
		if !video {
			continue
		}
		v := s.videos[address]
		if v == nil {
			v = &videoView{URL: address}
			s.videos[address] = v
		}
		if !slices.Contains(list, v) && len(list) < maxVideos {
			list = append(list, v)
		}
	}
	return list
}

// preview fills in what is known of the videos of the page, once its texts have been read. That something went wrong is no reason
// to show no page.
func (s *server) preview(r *http.Request) {
	if len(s.videos) == 0 {
		return
	}
	ctx := r.Context()
	defer clear(s.videos)
	known, err := s.Previews.Previews(ctx, slices.Sorted(maps.Keys(s.videos)))
	if err != nil {
		s.Logger.WarnContext(ctx, "videos are not shown", "reason", err.Error(), "request", respond.RequestID(ctx))
		return
	}
	for address, v := range s.videos {
		p := known[address]
		v.Shown, v.Title = p.Problem == "", shorten(p.Title, titleText)
		if p.Length > 0 {
			v.Length = clock(p.Length)
		}
		if p.Picture.Name != "" {
			v.Picture, v.Width, v.Height = "/previews/"+p.Picture.Name, p.Picture.Width, p.Picture.Height
		}
	}
}

// clock writes a length as players do: 1:35 or 1:02:09.
func clock(d time.Duration) string {
	h, m, sec := int(d.Hours()), int(d.Minutes())%60, int(d.Seconds())%60
	if h > 0 {
		return fmt.Sprintf("%d:%02d:%02d", h, m, sec)
	}
	return fmt.Sprintf("%d:%02d", m, sec)
}

// picture answers with the picture of a preview.
func (s *server) picture(w http.ResponseWriter, r *http.Request) error {
	if s.Previews == nil {
		return errMissing
	}
	p, found, err := s.Previews.Picture(r.Context(), r.PathValue("name"))
	if err != nil {
		return err
	}
	if !found || p.Type != "image/jpeg" && p.Type != "image/webp" {
		return errMissing
	}
	h := w.Header()
	h.Set("Content-Type", p.Type)
	h.Set("Content-Length", strconv.Itoa(len(p.Body)))
	h.Set("Cache-Control", "private, max-age=31536000, immutable")
	_, _ = w.Write(p.Body)
	return nil
}

// Links are the addresses that a text links, in its order. What is quoted or code is not looked at.
func (p *prose) Links(markdown string) (links []string) {
	source := []byte(markdown)
	_ = ast.Walk(p.markdown.Parser().Parse(text.NewReader(source)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Blockquote:
			return ast.WalkSkipChildren, nil
		case *ast.Link:
			links = append(links, string(n.Destination))
		case *ast.AutoLink:
			links = append(links, string(n.URL(source)))
		}
		return ast.WalkContinue, nil
	})
	return links
}
