package loom

import (
	"bytes"
	"hash/fnv"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math/rand/v2"
)

const stillWidth, stillHeight = 640, 360

// paint draws a window with lines of something in it, and who speaks in a corner: what recordings of a screen look like from
// afar. The same video always looks the same.
func paint(v Video) []byte {
	sum := fnv.New64a()
	_, _ = sum.Write([]byte(v.ID))
	dice := rand.New(rand.NewPCG(sum.Sum64(), 1)) //nolint:gosec // it must be the same at every run
	desk := color.RGBA{uint8(40 + dice.IntN(60)), uint8(60 + dice.IntN(60)), uint8(90 + dice.IntN(80)), 255}
	paper, ink := color.RGBA{250, 250, 247, 255}, color.RGBA{200, 200, 194, 255}
	still := image.NewRGBA(image.Rect(0, 0, stillWidth, stillHeight))
	fill(still, still.Rect, desk)
	fill(still, image.Rect(60, 40, 580, 320), paper)
	fill(still, image.Rect(60, 40, 580, 62), color.RGBA{228, 227, 221, 255})
	fill(still, image.Rect(60, 62, 160, 320), color.RGBA{240, 239, 234, 255})
	for y := 84; y < 300; y += 20 {
		fill(still, image.Rect(74, y, 74+30+dice.IntN(50), y+7), ink)
		width := 80 + dice.IntN(290)
		line := ink
		if dice.IntN(5) == 0 {
			line = desk
		}
		fill(still, image.Rect(184, y, 184+width, y+7), line)
	}
	circle(still, image.Pt(108, 300), 44, color.RGBA{uint8(150 + dice.IntN(90)), uint8(130 + dice.IntN(60)), 110, 255}) //nolint:gosec // both are below 256
	circle(still, image.Pt(108, 290), 18, paper)
	var b bytes.Buffer
	if err := png.Encode(&b, still); err != nil { // cannot be: it is neither empty nor too large
		return nil
	}
	return b.Bytes()
}

func fill(on *image.RGBA, r image.Rectangle, c color.Color) {
	draw.Draw(on, r, image.NewUniform(c), image.Point{}, draw.Src)
}

func circle(on *image.RGBA, center image.Point, radius int, c color.Color) {
	for y := -radius; y <= radius; y++ {
		for x := -radius; x <= radius; x++ {
			if x*x+y*y <= radius*radius {
				on.Set(center.X+x, center.Y+y, c)
			}
		}
	}
}
