package store

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// GIN finds what matches, however rare, but in no order: of what is common it would find far too much to be sorted for
// a page. So every entry is marked with the eras it lies in, and a page is looked for in the last two eras of one
// length, then in those of the next. An era is 16 times as long as the one before, so no step finds many more than 16
// pages in a history that flows evenly, and there are few steps in any.
var eraBits = [...]uint{25, 29, 33, 37} // of milliseconds: about 9 hours, 6 days, 99 days, 4 years

func era(level int, pos int64) int64 { return pos >> (seqBits + eraBits[level]) }

func eraMark(level int, era int64) string {
	return mark(markEra, strconv.Itoa(level)+"/"+strconv.FormatInt(era, 10))
}

func postgresEras(pos int64) []string {
	list := make([]string, len(eraBits))
	for level := range eraBits {
		list[level] = eraMark(level, era(level, pos))
	}
	return list
}

const (
	// postgresWalk looks at the newest entries one by one: what is very common fills a page from them.
	postgresWalk = `select pos from (
			select pos, words from search where pos < $1 and pos >= $2 order by pos desc limit 400
		) newest where true%s order by pos desc limit $3`
	// postgresGather sorts all that the index finds. The sums keep the planner from reading an index of places instead.
	postgresGather = `with found as materialized (
			select pos from search where pos + 0 < $1 and pos + 0 >= $2%s
		) select pos from found order by pos desc limit $3`
)

func postgresFind(x expression, oldest, newest int64) []attempt {
	try := func(query string, x expression, down int64) attempt {
		var conditions strings.Builder
		var match []any
		for _, term := range postgresTerms(x) {
			match = append(match, term)
			fmt.Fprintf(&conditions, " and words @@ $%d::tsquery", 3+len(match))
		}
		return attempt{fmt.Sprintf(query, conditions.String()), match, down}
	}
	list := []attempt{try(postgresWalk, x, math.MaxInt64)}
	for level := range eraBits {
		last := era(level, newest)
		begin := (last - 1) << (seqBits + eraBits[level])
		if begin <= oldest {
			break
		}
		within := x
		within.marks = append([][]string{{eraMark(level, last), eraMark(level, last-1)}}, x.marks...)
		list = append(list, try(postgresGather, within, begin))
	}
	return append(list, try(postgresGather, x, math.MinInt64))
}
