package cli

import (
	"fmt"
	"io"
	"os"

	"golang.org/x/term"
)

// marked prints lines that are good or bad: with a coloured mark before them on a terminal, and plainly otherwise, as
// programs read them.
type marked struct {
	out     io.Writer
	marks   bool
	colours bool
}

func newMarked(out io.Writer) marked {
	f, ok := out.(*os.File)
	marks := ok && term.IsTerminal(int(f.Fd()))
	return marked{out, marks, marks && os.Getenv("NO_COLOR") == ""}
}

func (m marked) good(format string, args ...any)  { m.line("✓", "32", format, args...) }
func (m marked) doubt(format string, args ...any) { m.line("!", "33", format, args...) }
func (m marked) bad(format string, args ...any)   { m.line("✗", "31", format, args...) }

func (m marked) line(mark, colour, format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	switch {
	case m.colours:
		text = "\x1b[" + colour + "m" + mark + "\x1b[0m " + text
	case m.marks:
		text = mark + " " + text
	}
	fmt.Fprintln(m.out, text)
}

// detail is a line below another.
func (m marked) detail(word, format string, args ...any) {
	indent := "  "
	if m.marks {
		indent = "    "
	}
	fmt.Fprintf(m.out, "%s%-5s %s\n", indent, word, fmt.Sprintf(format, args...))
}
