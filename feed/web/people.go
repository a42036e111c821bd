package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/sourcegraph/conc/pool"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/identity"
)

const (
	// maxSuggestions is how many suggestions are shown at a time: more come when these are dealt with.
	maxSuggestions = 15
	// maxAccounts is how many accounts a list of those of nobody shows: more come when these are somebody's.
	maxAccounts = 30
	// maxSeen is how many of the sources in which an account was seen are named.
	maxSeen = 3
	// idText is how many characters of an id are shown beside a name, bareText of one that stands alone: of a longer one, as tools
	// make them up, its beginning and its end.
	idText, bareText = 18, 28
)

type (
	// peoplePage is everybody's day, and who is who.
	peoplePage struct {
		Layout layout
		// Hours is everybody's day.
		Hours       hoursView
		Suggestions []suggestionView
		// More counts the suggestions that are not shown yet.
		More   int
		People []humanView
		// Unknown are the accounts of nobody in particular, Programs those of nobody at all.
		Unknown, Programs accountsView
		// Said is what was said and holds, the newest first.
		Said []saidView
	}
	// humanView is a person with the accounts that are theirs.
	humanView struct {
		Anchor, Name, URL string
		Written           bool
		Accounts          []accountView
	}
	// accountsView is a list of accounts; More counts those that are left out.
	accountsView struct {
		Shown []accountView
		More  int
	}
	// accountView is one account.
	accountView struct {
		Party partyView
		URL   string
		Team  bool
		// Sources are where it was seen, Seen when it last was. Nowhere says that it never was.
		Sources string
		Seen    moment
		Nowhere bool
		Ties    []tieView
	}
	// tieView is why an account is a person's, and what parts the two again.
	tieView struct {
		// Confirmed says that somebody said so; else Why is what they have in common.
		Confirmed bool
		Why       string
		With      partyView
		Part      ruleForm
	}
	// suggestionView is two who may be one human.
	suggestionView struct {
		One, Other      partyView
		Why, Confidence string
		// Say says that they are one, or that they are not.
		Say ruleForm
	}
	// partyView is an account or a person that something is said about.
	partyView struct {
		Tool named
		// Label is their name, or their id where that is all that is known.
		Label, ID string
		// Whole is the id whose middle ID leaves out; empty where that is all of it.
		Whole string
	}
	// saidView is a ruling that holds.
	saidView struct {
		One, Other partyView
		Same       bool
		Who        string
		At         moment
		Undo       ruleForm
	}
	// ruleForm is what can be said about two, a button each. There are none where nothing may be said.
	ruleForm struct {
		One, Other string
		Sayings    []verdict
	}
	// verdict is what can be said and the word on its button.
	verdict struct {
		Word    string
		Verdict feed.Verdict
	}
)

// reasons are the keys of why two may be one human.
var reasons = map[identity.Reason]string{
	identity.SameEmail: "people.same-email", identity.SameName: "people.same-name", identity.SameLogin: "people.same-login",
	identity.NameLikeLogin: "people.name-like-login",
}

func (s *server) people(w http.ResponseWriter, r *http.Request) error {
	t := s.times(r)
	page := peoplePage{
		Layout:  s.layout(r),
		Unknown: s.accounts(s.who.Unknown(), t), Programs: s.accounts(s.who.Programs(), t),
	}
	page.Layout.Title, page.Layout.Place = t.Say("place.people"), "people"
	counting := pool.New().WithErrors() // a panic in it is one of this request
	counting.Go(func() (err error) { page.Hours, err = s.hours(r.Context(), r, t); return err })
	for i, h := range s.who.People() {
		v := humanView{Anchor: "p" + strconv.Itoa(i+1), Name: h.Name, Written: h.Written, URL: address("/", url.Values{"person": {h.Name}})}
		for _, a := range h.Accounts {
			v.Accounts = append(v.Accounts, s.account(a, t))
		}
		page.People = append(page.People, v)
	}
	suggestions := s.who.Suggestions()
	if n := len(suggestions); n > maxSuggestions {
		suggestions, page.More = suggestions[:maxSuggestions], n-maxSuggestions
	}
	for _, one := range suggestions {
		page.Suggestions = append(page.Suggestions, suggestionView{
			One: s.party(one.One, t), Other: s.party(one.Other, t),
			Why: t.Say(reasons[one.Reason]), Confidence: t.Say("people.sure-" + string(one.Confidence)),
			Say: s.form(one.One, one.Other, verdict{t.Say("people.same"), feed.Same}, verdict{t.Say("people.different"), feed.Different}),
		})
	}
	for _, said := range slices.Backward(s.who.Rulings()) {
		page.Said = append(page.Said, saidView{
			One: s.party(said.One, t), Other: s.party(said.Other, t), Same: said.Verdict == feed.Same,
			Who: said.Who, At: t.moment(said.At),
			Undo: s.form(said.One, said.Other, verdict{t.Say("people.undo"), feed.Undone}),
		})
	}
	if err := counting.Wait(); err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, "people.html", page)
}

// form says something about two, unless nothing may be said here.
func (s *server) form(one, other feed.Ref, sayings ...verdict) ruleForm {
	if s.Rule == nil {
		return ruleForm{}
	}
	return ruleForm{one.String(), other.String(), sayings}
}

// party is an account or a person by what they are called.
func (s *server) party(r feed.Ref, t times) partyView {
	v := partyView{Label: shorten(s.who.Label(r), nameText)}
	if r.Tool == "" {
		return v
	}
	v.Tool, v.ID = t.tool(r.Tool), ends(r.ID, idText)
	if s.who.Label(r) == r.ID {
		v.ID = ends(r.ID, bareText)
		v.Label = v.ID
	}
	if v.ID != r.ID {
		v.Whole = r.ID
	}
	return v
}

// ends are the beginning and the end of an id, of at most limit characters: by them it can be found again.
func ends(id string, limit int) string {
	all := []rune(id)
	if len(all) <= limit {
		return id
	}
	end := (limit - 1) / 2
	return string(all[:limit-1-end]) + "…" + string(all[len(all)-end:])
}

func (s *server) accounts(list []identity.Account, t times) (v accountsView) {
	if n := len(list); n > maxAccounts {
		list, v.More = list[:maxAccounts], n-maxAccounts
	}
	for _, a := range list {
		v.Shown = append(v.Shown, s.account(a, t))
	}
	return v
}

func (s *server) account(a identity.Account, t times) accountView {
	v := accountView{
		Party: s.party(a.Ref, t), Team: a.Team, Sources: t.seenIn(a.Sources),
		Seen: t.moment(a.Last), Nowhere: len(a.Sources) == 0,
		URL: address("/", url.Values{"person": {a.String()}}),
	}
	for _, tie := range a.Ties {
		if tie.Ruling.One == a.Ref && tie.With.Tool != "" {
			continue // it is shown with the other account
		}
		one := tieView{With: s.party(tie.With, t)}
		if one.Confirmed = tie.Reason == identity.Confirmed; one.Confirmed {
			one.Part = s.form(tie.Ruling.One, tie.Ruling.Other, verdict{t.Say("people.undo"), feed.Undone})
		} else {
			one.Why, one.Part = t.Say(reasons[tie.Reason]), s.form(tie.With, a.Ref, verdict{t.Say("people.not-same"), feed.Different})
		}
		v.Ties = append(v.Ties, one)
	}
	return v
}

// seenIn names the sources in which an account was seen.
func (t times) seenIn(sources []string) string {
	if n := len(sources) - maxSeen; n > 1 {
		return t.Count("people.sources-and-more", n, "sources", strings.Join(sources[:maxSeen], ", "))
	}
	return strings.Join(sources, ", ")
}

// rule keeps what somebody said about two accounts.
func (s *server) rule(w http.ResponseWriter, r *http.Request) error {
	if s.Rule == nil {
		return errMethod
	}
	r.Body = http.MaxBytesReader(w, r.Body, 8<<10)
	if err := r.ParseForm(); err != nil {
		return errForm
	}
	said := feed.Ruling{
		One: readRef(r.PostForm.Get("one")), Other: readRef(r.PostForm.Get("other")), Verdict: feed.Verdict(r.PostForm.Get("verdict")), At: s.Now(),
	}
	said.Who = s.speaker(r).Name
	if err := s.who.Check(said); err != nil {
		return unfit(s.times(r), http.StatusConflict, "problem.people.title", err)
	}
	if err := s.Rule(r.Context(), said); err != nil {
		return fmt.Errorf("keeping what was said of accounts: %w", err)
	}
	http.Redirect(w, r, "/people", http.StatusSeeOther)
	return nil
}

func readRef(s string) feed.Ref {
	tool, id, _ := strings.Cut(s, "/")
	return feed.Ref{Tool: tool, ID: id}
}
