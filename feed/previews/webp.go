package previews

import (
	"encoding/binary"
	"errors"

	"github.com/datelinehq/dateline/feed"
)

// webpHead is how many bytes of a WebP tell its size: those of its container, and the beginning of its first chunk.
const webpHead = 30

// webp measures a picture in WebP (RFC 9649) and keeps it as it is.
func webp(body []byte) (feed.Picture, error) {
	if len(body) < webpHead {
		return feed.Picture{}, errors.New("a WebP that ends too soon")
	}
	width, height := 0, 0
	switch chunk := body[20:]; string(body[12:16]) {
	case "VP8 ":
		if chunk[3] != 0x9d || chunk[4] != 0x01 || chunk[5] != 0x2a {
			return feed.Picture{}, errors.New("a WebP without a key frame")
		}
		width, height = int(binary.LittleEndian.Uint16(chunk[6:])&0x3fff), int(binary.LittleEndian.Uint16(chunk[8:])&0x3fff)
	case "VP8L":
		if chunk[0] != 0x2f {
			return feed.Picture{}, errors.New("a WebP without a signature")
		}
		bits := binary.LittleEndian.Uint32(chunk[1:])
		width, height = int(bits&0x3fff)+1, int(bits>>14&0x3fff)+1
	case "VP8X":
		if chunk[0]&0x02 != 0 {
			return feed.Picture{}, errors.New("a WebP that moves")
		}
		width, height = 1+uint24(chunk[4:]), 1+uint24(chunk[7:])
	default:
		return feed.Picture{}, errors.New("a WebP of an unknown kind")
	}
	if err := small(width, height); err != nil {
		return feed.Picture{}, err
	}
	return named("image/webp", width, height, body), nil
}

func uint24(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }
