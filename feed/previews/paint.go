package previews

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"
	"net/http"

	"github.com/datelinehq/dateline/feed"
)

const (
	// maxWidth and maxHeight are the size in dots up to which a picture is decoded, paintedWidth that of what is kept.
	maxWidth, maxHeight = 2560, 1600
	paintedWidth        = 480
	quality             = 80
)

// codecs are what decodes a picture, by what its first bytes say it is. Of one that moves they decode the beginning.
var codecs = map[string]struct {
	measure func([]byte) (image.Config, error)
	decode  func([]byte) (image.Image, error)
}{
	"image/jpeg": {
		func(b []byte) (image.Config, error) { return jpeg.DecodeConfig(bytes.NewReader(b)) },
		func(b []byte) (image.Image, error) { return jpeg.Decode(bytes.NewReader(b)) },
	},
	"image/png": {
		func(b []byte) (image.Config, error) { return png.DecodeConfig(bytes.NewReader(b)) },
		func(b []byte) (image.Image, error) { return png.Decode(bytes.NewReader(b)) },
	},
	"image/gif": {
		func(b []byte) (image.Config, error) { return gif.DecodeConfig(bytes.NewReader(b)) },
		func(b []byte) (image.Image, error) { return gif.Decode(bytes.NewReader(b)) },
	},
}

// paint makes a picture that can be served of what somebody else sent.
func paint(body []byte) (feed.Picture, error) {
	mediaType := http.DetectContentType(body)
	if mediaType == "image/webp" {
		return webp(body)
	}
	codec, known := codecs[mediaType]
	if !known {
		return feed.Picture{}, errors.New("what was sent is no JPEG, PNG, GIF or WebP")
	}
	size, err := codec.measure(body)
	if err != nil {
		return feed.Picture{}, fmt.Errorf("measuring a picture: %w", err)
	}
	if err := small(size.Width, size.Height); err != nil {
		return feed.Picture{}, err
	}
	decoded, err := codec.decode(body)
	if err != nil {
		return feed.Picture{}, fmt.Errorf("decoding a picture: %w", err)
	}
	picture := shrink(decoded, paintedWidth)
	var painted bytes.Buffer
	if err := jpeg.Encode(&painted, picture, &jpeg.Options{Quality: quality}); err != nil {
		return feed.Picture{}, fmt.Errorf("painting a picture: %w", err)
	}
	return named("image/jpeg", picture.Rect.Dx(), picture.Rect.Dy(), painted.Bytes()), nil
}

func small(width, height int) error {
	if width < 1 || height < 1 || width > maxWidth || height > maxHeight {
		return fmt.Errorf("a picture of %d × %d dots: at most %d × %d are shown", width, height, maxWidth, maxHeight)
	}
	return nil
}

func named(mediaType string, width, height int, body []byte) feed.Picture {
	sum := sha256.Sum256(body)
	return feed.Picture{Name: hex.EncodeToString(sum[:16]), Type: mediaType, Width: width, Height: height, Body: body}
}

// shrink makes a picture at most so wide, each of its dots the mean of those it stands for, on white.
func shrink(from image.Image, width int) *image.RGBA {
	whole := image.NewRGBA(image.Rect(0, 0, from.Bounds().Dx(), from.Bounds().Dy()))
	draw.Draw(whole, whole.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.Draw(whole, whole.Rect, from, from.Bounds().Min, draw.Over)
	w, h := whole.Rect.Dx(), whole.Rect.Dy()
	if w <= width {
		return whole
	}
	to := image.NewRGBA(image.Rect(0, 0, width, max(1, h*width/w)))
	for y := range to.Rect.Dy() {
		top, bottom := y*h/to.Rect.Dy(), (y+1)*h/to.Rect.Dy()
		for x := range width {
			to.SetRGBA(x, y, mean(whole, image.Rect(x*w/width, top, (x+1)*w/width, max(bottom, top+1))))
		}
	}
	return to
}

func mean(of *image.RGBA, within image.Rectangle) color.RGBA {
	var sum [4]int
	for y := within.Min.Y; y < within.Max.Y; y++ {
		row := of.Pix[of.PixOffset(within.Min.X, y):of.PixOffset(within.Max.X, y)]
		for i, v := range row {
			sum[i%4] += int(v)
		}
	}
	n := within.Dx() * within.Dy()
	return color.RGBA{uint8(sum[0] / n), uint8(sum[1] / n), uint8(sum[2] / n), uint8(sum[3] / n)} //nolint:gosec // a mean of bytes is a byte
}
