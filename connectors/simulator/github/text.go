package github

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/datelinehq/dateline/connectors/simulator/world"
)

var (
	workRef = regexp.MustCompile(`\[\[([0-9]+)\]\]`)
	handle  = regexp.MustCompile(`@([a-z]+)`)
)

// write puts a text of the world as people write on GitHub: #412 for what lies in the same repository,
// moorline/web#287 for what lies in another, the address of what lies in another tool, @login for a person.
func (l *ledger) write(text string, in *repository) string {
	if strings.Contains(text, "[[") {
		text = workRef.ReplaceAllStringFunc(text, func(ref string) string {
			n, _ := strconv.Atoi(strings.Trim(ref, "[]"))
			is := l.works[n]
			switch {
			case is == nil:
				return l.elsewhere(n)
			case is.repo == in:
				return fmt.Sprintf("#%d", is.number)
			}
			return fmt.Sprintf("%s/%s#%d", Organization, is.repo.name, is.number)
		})
	}
	if !strings.Contains(text, "@") {
		return text
	}
	return handle.ReplaceAllStringFunc(text, func(at string) string {
		p, ok := l.people[at[1:]]
		switch {
		case ok && p.Members != nil:
			return "@" + Organization + "/" + p.Login
		case ok && p.Login != "":
			return "@" + p.Login
		}
		return at
	})
}

// elsewhere is the address of work that is kept in another tool.
func (l *ledger) elsewhere(work int) string {
	if l.refer != nil {
		if address := l.refer(work); address != "" {
			return address
		}
	}
	return "something elsewhere"
}

// mention enters what a text names: people, as events of this issue; issues, as cross-references in their timelines,
// which leave their updated_at as it is.
func (l *ledger) mention(on *issue, a world.Act) {
	k := 5
	seen := map[string]bool{a.By: true}
	for _, m := range handle.FindAllStringSubmatch(a.Text, -1) {
		p, ok := l.people[m[1]]
		if !ok || seen[m[1]] || p.Login == "" || p.Members != nil || k > 8 {
			continue
		}
		seen[m[1]] = true
		l.event(on, a, k, &entry{event: "mentioned", who: p.Login})
		l.event(on, a, k+1, &entry{event: "subscribed", who: p.Login})
		k += 2
	}
	for _, m := range workRef.FindAllStringSubmatch(a.Text, -1) {
		n, _ := strconv.Atoi(m[1])
		if is := l.works[n]; is != nil && is != on && !seen[m[0]] {
			seen[m[0]] = true
			is.timeline = append(is.timeline, &entry{act: a, event: "cross-referenced", source: on, on: is, updated: a.At})
		}
	}
}
