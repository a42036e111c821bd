package api

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"net/http"
	"strings"

	"github.com/datelinehq/dateline/feed"
)

// form is the number of the form that cursors have. One of another form is refused, and not misread.
const form = "1"

// cursor makes of a place behind which a list goes on what a program gives back to go on there. The checksum finds what
// was cut short or mistyped. It keeps no secret: who makes one up is shown the list from there.
func cursor(list, place string) string {
	if place == "" {
		return ""
	}
	text := strings.Join([]string{form, list, place}, "\n")
	return base64.RawURLEncoding.EncodeToString(binary.BigEndian.AppendUint32([]byte(text), crc32.ChecksumIEEE([]byte(text))))
}

// placeOf reads what cursor wrote for a list.
func placeOf(list, given string) (string, error) {
	raw, err := base64.RawURLEncoding.DecodeString(given)
	if err != nil || len(raw) < crc32.Size {
		return "", errCursor
	}
	text, sum := raw[:len(raw)-crc32.Size], binary.BigEndian.Uint32(raw[len(raw)-crc32.Size:])
	place, ours := strings.CutPrefix(string(text), form+"\n"+list+"\n")
	if !ours || place == "" || crc32.ChecksumIEEE(text) != sum {
		return "", errCursor
	}
	return place, nil
}

var errCursor = &problem{
	Type: root + "#cursor", Title: "The list cannot be continued from there", Status: http.StatusBadRequest, Parameter: "after",
	Detail: "What after says is not what a page of this list ended with: take next from the page before, whole and as it is. " +
		"Without after the list begins at its first page.",
}

// misplaced is err, or what is told of it where the store knows no such place.
func misplaced(err error) error {
	if errors.Is(err, feed.ErrPlace) {
		return errCursor
	}
	return err
}
