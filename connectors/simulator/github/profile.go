package github

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// profilePage shows one of the people or programs, with what is waiting for them.
func (a *ask) profilePage() (page, error) {
	who, ok := a.ledger.person(a.PathValue("login"))
	if !ok || who.Login == "" || who.Members != nil {
		return page{}, errNotFound
	}
	p := page{Title: who.Name, Lead: who.Login + " · " + who.Role}
	if !who.Bot {
		p.Lead += fmt.Sprintf(" · %s, %s", who.Zone, days(who.Days))
	}
	for _, r := range a.all() {
		for _, is := range r.issues {
			if is.closed.IsZero() && slices.Contains(is.reviews, who.Login) {
				p.Links = append(p.Links, link{a.draw.page(is), is.title, "waits for a review"})
			}
		}
	}
	return p, nil
}

// days names working days by their first letters.
func days(all []time.Weekday) string {
	var names []string
	for _, d := range all {
		names = append(names, d.String()[:3])
	}
	return strings.Join(names, " ")
}

// teamPage shows a group and who belongs to it.
func (a *ask) teamPage() (page, error) {
	team, _ := a.ledger.person(a.PathValue("team"))
	if team.Members == nil {
		return page{}, errNotFound
	}
	p := page{Title: team.Name, Lead: Organization + "/" + team.Login + " · " + team.Role}
	for _, h := range team.Members {
		who := a.ledger.people[h]
		p.Links = append(p.Links, link{a.draw.base + "/" + who.Login, who.Name, who.Role})
	}
	return p, nil
}
