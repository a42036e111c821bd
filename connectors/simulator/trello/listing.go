package trello

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

var (
	objectID = regexp.MustCompile(`^[0-9a-f]{24}$`)
	nameForm = regexp.MustCompile(`^([0-9a-f]{24}|[0-9A-Za-z]{8})$`)
)

// wellFormed reports whether a text is an id or a short link, of something or of nothing.
func wellFormed(name string) bool { return nameForm.MatchString(name) }

// fields leaves of an object what was asked for.
func (a *ask) fields(o object, param string) object {
	want := a.query.Get(param)
	if want == "" || want == "all" {
		return o
	}
	names := strings.Split(want, ",")
	maps.DeleteFunc(o, func(name string, _ any) bool { return name != "id" && !slices.Contains(names, name) })
	return o
}

// limit is how many are asked for.
func (a *ask) limit(param string, usual int) (int, error) {
	text := a.query.Get(param)
	if text == "" {
		return usual, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > 1000 {
		return 0, invalid("limit")
	}
	return n, nil
}

// A bound is a date, or an id and the date of what it names.
type bound struct {
	at time.Time
	id string
}

// bound reads since or before. An id means what it names, or the time it begins with.
func (a *ask) bound(param string) (*bound, error) {
	text := a.query.Get(param)
	if text == "" || text == "null" {
		return nil, nil //nolint:nilnil // there is no bound
	}
	if objectID.MatchString(text) {
		if act := a.draw.ledger.actions[text]; act != nil {
			return &bound{act.at, text}, nil
		}
		return &bound{made(text), text}, nil
	}
	for _, form := range []string{time.RFC3339, "2006-01-02T15:04:05", time.DateOnly} {
		if at, err := time.Parse(form, text); err == nil {
			return &bound{at, ""}, nil
		}
	}
	return nil, invalid(param)
}

// made is the time an id begins with.
func made(id string) time.Time {
	seconds, _ := strconv.ParseInt(id[:8], 16, 64)
	return time.Unix(seconds, 0).UTC()
}

// compare says where something stands: before the bound, behind it, or just there. Beside a date, an id makes no odds.
func (b *bound) compare(at time.Time, id string) int {
	if b.id == "" {
		return at.Compare(b.at)
	}
	return cmp.Or(at.Compare(b.at), strings.Compare(id, b.id))
}

// bounds reads since and before.
func (a *ask) bounds(prefix string) (since, before *bound, err error) {
	if since, err = a.bound(prefix + "since"); err == nil {
		before, err = a.bound(prefix + "before")
	}
	return since, before, err
}

func between(at time.Time, id string, since, before *bound) bool {
	return (since == nil || since.compare(at, id) > 0) && (before == nil || before.compare(at, id) < 0)
}

// actions are those asked for, newest first.
func (a *ask) actions(all []*action, prefix, usual string) (any, error) {
	wanted := usual
	if prefix == "" {
		wanted = or(a.query.Get("filter"), usual)
	}
	limit, err := a.limit(prefix+"limit", 50)
	if err != nil {
		return nil, err
	}
	since, before, err := a.bounds(prefix)
	if err != nil {
		return nil, err
	}
	page, _ := strconv.Atoi(a.query.Get("page"))
	skip := max(page, 0) * limit
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(x, y *action) int { return cmp.Or(y.at.Compare(x.at), strings.Compare(y.id, x.id)) })
	found := []object{}
	for _, act := range all {
		if len(found) == limit {
			break
		}
		if !act.matches(wanted) || !between(act.at, act.id, since, before) {
			continue
		}
		if skip--; skip >= 0 {
			continue
		}
		found = append(found, a.fields(a.draw.action(act), strings.Replace(prefix+"fields", "actions_", "action_", 1)))
	}
	return found, nil
}

// matches reports whether the action is of one of the types, written as updateCard or updateCard:idList.
func (act *action) matches(types string) bool {
	if types == "all" {
		return true
	}
	for one := range strings.SplitSeq(types, ",") {
		kind, field, narrow := strings.Cut(one, ":")
		if _, changed := act.old[field]; kind == act.kind && (!narrow || changed) {
			return true
		}
	}
	return false
}

// cards are those of a board or one of its lists. With a limit they come newest first.
func (a *ask) cards(b *board, in *list, prefix, filter string) (any, error) {
	if !slices.Contains([]string{"all", "true", "visible", "open", "closed"}, filter) {
		return nil, invalid("filter")
	}
	var since, before *bound
	limit := 1000
	var err error
	if prefix == "" {
		if since, before, err = a.bounds(""); err != nil {
			return nil, err
		}
		if limit, err = a.limit("limit", 1000); err != nil {
			return nil, err
		}
	}
	cards := slices.Clone(b.cards)
	if a.query.Get("limit") != "" && prefix == "" {
		slices.SortFunc(cards, func(x, y *card) int { return strings.Compare(y.id, x.id) })
	}
	found := []object{}
	for _, c := range cards {
		switch {
		case c.gone || in != nil && c.list != in || !between(made(c.id), c.id, since, before):
		case filter == "closed" && !c.closed || filter != "all" && filter != "true" && filter != "closed" && c.closed:
		case len(found) < limit:
			o := a.fields(a.draw.card(c), prefix+"fields")
			if prefix == "" {
				o = a.around(c, o)
			}
			found = append(found, o)
		}
	}
	return found, nil
}

func (a *ask) lists(b *board, param string) []object {
	found := []object{}
	for _, l := range b.lists {
		found = append(found, a.fields(a.draw.list(b, l), param))
	}
	return found
}

// members are all who have an account: the company is small.
func (a *ask) members(param string) []object {
	var all []*member
	for _, p := range a.draw.ledger.people {
		if m := a.draw.ledger.members[p.Handle]; m != nil {
			all = append(all, m)
		}
	}
	return a.people(all, param)
}

func (a *ask) people(all []*member, param string) []object {
	found := []object{}
	for _, m := range all {
		found = append(found, a.fields(a.draw.member(m), param))
	}
	return found
}

func (a *ask) labels(b *board) []object {
	found := []object{}
	for _, l := range b.labels {
		found = append(found, a.draw.label(b, l))
	}
	return found
}

func (a *ask) checklists(b *board) []object {
	found := []object{}
	for _, c := range b.cards {
		if !c.gone {
			found = append(found, a.draw.checklists(c)...)
		}
	}
	return found
}
