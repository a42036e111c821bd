package holidays

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/datelinehq/dateline/feed/windows"
)

// text is the table. After a line with its day it has a section for each country, divided by empty lines: the places, each
// with the years Until and Settled, and the holidays in the order of their dates.
//
//	DE 2035 2035 Germany
//	DE-BE 2035 2035 Berlin
//	2026-01-01 DE Neujahr
//	2026-03-08 DE:BE,MV Frauentag
//
// A day is that of a whole country (DE), of some of its regions (DE:BE,MV), or of a country without some of its regions
// (US!CA,TX). A date with a question mark is tentative.
//
//go:embed table.txt
var text string

// An index knows the places, and where in the table the holidays of a country are. Those are read when first asked for.
type index struct {
	version   string
	sorted    []Place
	places    map[string]Place
	countries map[string]section
}

// A section is what the table has of one country.
type section struct {
	days func() map[string]*years
}

// years are the holidays of a place, year by year.
type years [Last - First + 1][]Holiday

var table = sync.OnceValue(func() *index { return read(text) })

// Version names the state of the table: the day up to which announcements are in it, and the beginning of its checksum.
func Version() string { return table().version }

func read(text string) *index {
	head, rest, _ := strings.Cut(text, "\n\n")
	sum := sha256.Sum256([]byte(text))
	t := &index{
		version:   fmt.Sprintf("%s-%s", head, hex.EncodeToString(sum[:4])),
		places:    map[string]Place{},
		countries: map[string]section{},
	}
	for part := range strings.SplitSeq(rest, "\n\n") {
		var codes []string
		for part != "" && (part[0] < '0' || part[0] > '9') {
			var line string
			line, part, _ = strings.Cut(part, "\n")
			p := readPlace(line)
			codes = append(codes, p.Code)
			t.sorted = append(t.sorted, p)
			t.places[p.Code] = p
		}
		t.countries[codes[0]] = section{sync.OnceValue(func() map[string]*years { return readDays(codes, part) })}
	}
	return t
}

func readPlace(line string) Place {
	f := strings.SplitN(line, " ", 4)
	return Place{Code: f[0], Name: f[3], Until: number(f[1]), Settled: number(f[2])}
}

// readDays reads the holidays of a country, and gives each of its places its own. The country's code comes first.
func readDays(codes []string, lines string) map[string]*years {
	days := map[string]*years{}
	for _, code := range codes {
		days[code] = &years{}
	}
	for line := range strings.Lines(lines) {
		f := strings.SplitN(strings.TrimSuffix(line, "\n"), " ", 3)
		date, tentative := strings.CutSuffix(f[0], "?")
		year := number(date[:4])
		h := Holiday{Name: f[2], Tentative: tentative, Date: windows.NewDate(year, time.Month(number(date[5:7])), number(date[8:]))}
		for _, code := range codes {
			if covers(f[1], code) {
				days[code].add(year, h)
			}
		}
	}
	return days
}

// covers reports whether a day that is said to be of some places is one of the place with the code.
func covers(said, code string) bool {
	of, regions, some := strings.Cut(said, ":")
	if !some {
		of, regions, _ = strings.Cut(said, "!")
	}
	listed := code != of && slices.Contains(strings.Split(regions, ","), code[len(of)+1:])
	return listed == some
}

// add adds a holiday. Days come in their order, so that a second name for one is that of the last.
func (y *years) add(year int, h Holiday) {
	in := &y[year-First]
	if n := len(*in); n > 0 && (*in)[n-1].Date == h.Date {
		last := &(*in)[n-1]
		last.Name += " / " + h.Name
		last.Tentative = last.Tentative && h.Tentative
		return
	}
	*in = append(*in, h)
}

// number reads a number of the table, which a test has read before.
func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		panic("holidays: the embedded table is damaged: " + err.Error())
	}
	return n
}
