package windows

// A table is the working time of a few years, compiled. Instants in it are seconds after base.
type table struct {
	base int64
	// starts are when the open intervals begin, and worked how much working time lies before each. Both end with what holds
	// at the end of the table.
	starts, worked []uint32
	// byTime and byWorked say for every stretch of so many seconds, a power of two, at which interval to begin to look.
	byTime, byWorked   []uint32
	timeStep, workStep uint8
}

// tableAtMost is how many seconds a table covers at most: 120 years.
const tableAtMost = 120 * 366 * daySeconds

// short is a number of seconds within a table.
func short(seconds int64) uint32 { return uint32(seconds) } //nolint:gosec // no table has more than tableAtMost

// newTable compiles stretches that are normal and lie between start and end.
func newTable(open []stretch, start, end int64) *table {
	t := &table{base: start, starts: make([]uint32, 0, len(open)+1), worked: make([]uint32, 0, len(open)+1)}
	total := int64(0)
	for _, s := range open {
		t.starts = append(t.starts, short(s.start-start))
		t.worked = append(t.worked, short(total))
		total += s.end - s.start
	}
	t.starts = append(t.starts, short(end-start))
	t.worked = append(t.worked, short(total))
	t.byTime, t.timeStep = index(t.starts)
	t.byWorked, t.workStep = index(t.worked)
	return t
}

// index makes an index of a sorted list, with about one entry for every two to four elements of it.
func index(sorted []uint32) (entries []uint32, step uint8) {
	last := sorted[len(sorted)-1]
	for int(last>>step) > len(sorted)/2 {
		step++
	}
	entries = make([]uint32, last>>step+2)
	i := 0
	for k := range entries {
		for i+1 < len(sorted) && uint64(sorted[i+1]) <= uint64(k)<<step {
			i++
		}
		entries[k] = short(int64(i))
	}
	return entries, step
}

// until is where the table ends.
func (t *table) until() int64 { return t.base + int64(t.starts[len(t.starts)-1]) }

// total is all working time in the table, in seconds.
func (t *table) total() int64 { return int64(t.worked[len(t.worked)-1]) }

// at is the last interval that begins at or before an instant, -1 if none does.
func (t *table) at(second uint32) int {
	i := int(t.byTime[second>>t.timeStep])
	for i+1 < len(t.starts) && t.starts[i+1] <= second {
		i++
	}
	if t.starts[i] > second {
		return -1
	}
	return i
}

// before is how much working time lies between the table's beginning and an instant in it, and whether the instant itself
// is working time.
func (t *table) before(second uint32) (worked int64, open bool) {
	i := t.at(second)
	if i < 0 || i+1 == len(t.starts) {
		if i < 0 {
			return 0, false
		}
		return t.total(), false
	}
	length := t.worked[i+1] - t.worked[i]
	if into := second - t.starts[i]; into < length {
		return int64(t.worked[i] + into), true
	}
	return int64(t.worked[i+1]), false
}

// when is the interval in which so much working time, which is more than none and at most all, is used up.
func (t *table) when(worked uint32) int {
	i := int(t.byWorked[(worked-1)>>t.workStep])
	for i+1 < len(t.worked)-1 && t.worked[i+1] < worked {
		i++
	}
	return i
}
