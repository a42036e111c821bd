package ics

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// maxSize is the longest text that is read. A calendar of a company has some ten kilobytes.
const maxSize = 10 << 20

// A line is one content line: unfolded, without its line break, with the number of the line it began on.
type line struct {
	number int
	text   string
}

// lines reads a text as content lines. CRLF, LF and CR end a line, and a byte order mark is no part of the first one.
func lines(r io.Reader) ([]line, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxSize+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("reading the calendar: %w", err)
	case len(text) > maxSize:
		return nil, fmt.Errorf("the calendar is larger than %d MB, which is the most that is read", maxSize>>20)
	case bytes.HasPrefix(text, []byte{0xFE, 0xFF}), bytes.HasPrefix(text, []byte{0xFF, 0xFE}):
		return nil, errors.New("the calendar is written in UTF-16; save it as UTF-8")
	}
	text = bytes.TrimPrefix(text, []byte("\uFEFF"))
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	text = bytes.ReplaceAll(text, []byte("\r"), []byte("\n"))
	return unfold(text), nil
}

// unfold puts the lines that begin with white space at the end of those before them. It does so on bytes: some programs
// fold in the middle of a character.
func unfold(text []byte) []line {
	var all []line
	var open []byte
	began := 0
	for number := 1; len(text) > 0; number++ {
		var next []byte
		next, text, _ = bytes.Cut(text, []byte("\n"))
		if folded := len(next) > 0 && (next[0] == ' ' || next[0] == '\t'); folded && began > 0 {
			open = append(open, next[1:]...)
			continue
		}
		if len(open) > 0 {
			all = append(all, line{began, decoded(open)})
		}
		open, began = append(open[:0], next...), number
	}
	if len(open) > 0 {
		all = append(all, line{began, decoded(open)})
	}
	return all
}

// decoded reads bytes as UTF-8 or, where they are none, as Latin-1, in which no byte is wrong.
func decoded(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	var s strings.Builder
	for _, c := range b {
		s.WriteRune(rune(c))
	}
	return s.String()
}
