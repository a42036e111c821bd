package previews

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"

	"github.com/datelinehq/dateline/feed"
)

const (
	// maxAnswer and maxPicture are how many bytes of an answer and of a picture are read.
	maxAnswer  = 64 << 10
	maxPicture = 1 << 20
)

// fetch asks Loom about a video. A picture that cannot be had is no reason to show nothing.
func (f *Fetcher) fetch(ctx context.Context, video string) (feed.Preview, error) {
	mediaType, body, err := f.get(ctx, f.question(video), maxAnswer)
	if err != nil {
		return feed.Preview{}, fmt.Errorf("asking Loom: %w", err)
	}
	if mediaType != "application/json" && mediaType != "text/json" {
		return feed.Preview{}, fmt.Errorf("asking Loom: it answered %q, not JSON", mediaType)
	}
	var a answer
	if err := json.Unmarshal(body, &a); err != nil {
		return feed.Preview{}, fmt.Errorf("reading what Loom answered: %w", err)
	}
	p, err := a.preview(video)
	if err != nil {
		return feed.Preview{}, fmt.Errorf("reading what Loom answered: %w", err)
	}
	if p.Picture, err = f.picture(ctx, a); err != nil {
		f.Log.InfoContext(ctx, "a video is shown without a picture", "video", video, "reason", err.Error())
	}
	return p, nil
}

func (f *Fetcher) picture(ctx context.Context, a answer) (feed.Picture, error) {
	u, err := a.picture(f.loom)
	if err != nil {
		return feed.Picture{}, err
	}
	_, body, err := f.get(ctx, u.String(), maxPicture)
	if err != nil {
		return feed.Picture{}, fmt.Errorf("fetching a picture: %w", err)
	}
	return paint(body)
}

// get makes one request. An answer that is longer than so many bytes is an error.
func (f *Fetcher) get(ctx context.Context, url string, longest int64) (mediaType string, body []byte, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return "", nil, err
	}
	resp, err := f.Client.Do(req)
	if err != nil {
		return "", nil, err
	}
	defer func() { err = errors.Join(err, resp.Body.Close()) }()
	if resp.StatusCode != http.StatusOK {
		return "", nil, fmt.Errorf("it answered %s", resp.Status)
	}
	mediaType, _, err = mime.ParseMediaType(resp.Header.Get("Content-Type"))
	if err != nil {
		return "", nil, errors.New("it answered without saying what")
	}
	body, err = io.ReadAll(io.LimitReader(resp.Body, longest+1))
	if err != nil {
		return "", nil, err
	}
	if int64(len(body)) > longest {
		return "", nil, fmt.Errorf("its answer is longer than %d KiB", longest>>10)
	}
	return mediaType, body, nil
}
