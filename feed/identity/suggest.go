package identity

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/datelinehq/dateline/feed"
)

// A Suggestion is that two may be one human.
type Suggestion struct {
	// One is the more settled of the two: a person who is written down, or else the account that comes first.
	One, Other feed.Ref
	Reason     Reason
	Confidence Confidence
}

// A Confidence says how likely a suggestion is.
type Confidence string

// The confidences, from the highest.
const (
	High   Confidence = "high"
	Medium Confidence = "medium"
	Low    Confidence = "low"
)

var confidences = []Confidence{High, Medium, Low}

const (
	// maxAlike is how many may be called alike before that tells nothing.
	maxAlike = 6
	// minAlike is from how many letters on it tells something.
	minAlike = 3
)

// A sign is something that somebody is called.
type sign struct {
	ref   feed.Ref
	login bool
	// email is the address that a login was taken from.
	email string
	// words is how many words the name has.
	words int
}

// Suggestions returns who may be one human: the likeliest first, each pair of people once, by its best reason.
func (d *Directory) Suggestions() []Suggestion { return slices.Clone(d.suggested()) }

func (d *Directory) suggest() []Suggestion {
	best := map[[2]string]Suggestion{}
	signs := d.signs()
	for _, called := range sorted(signs) {
		alike := signs[called]
		clusters := map[string]bool{}
		for _, s := range alike {
			clusters[d.r.cluster[key(s.ref)]] = true
		}
		if len(clusters) > maxAlike || len(clusters) < 2 {
			continue
		}
		for i, one := range alike {
			for _, other := range alike[:i] {
				a, b := d.r.cluster[key(one.ref)], d.r.cluster[key(other.ref)]
				if a == b || one.ref.Tool == other.ref.Tool || d.r.hindrance(key(one.ref), key(other.ref)) != nil {
					continue
				}
				s := suggestion(one, other)
				s.One, s.Other = d.settled(one.ref), d.settled(other.ref)
				if s.Other.Tool == "" || s.One.Tool != "" && key(s.Other) < key(s.One) {
					s.One, s.Other = s.Other, s.One
				}
				pair := pairOf(a, b)
				if old, known := best[pair]; !known || better(s, old) {
					best[pair] = s
				}
			}
		}
	}
	list := make([]Suggestion, 0, len(best))
	for _, s := range best {
		list = append(list, s)
	}
	slices.SortFunc(list, func(a, b Suggestion) int {
		return cmp.Or(cmp.Compare(slices.Index(confidences, a.Confidence), slices.Index(confidences, b.Confidence)),
			cmp.Compare(key(a.One), key(b.One)), cmp.Compare(key(a.Other), key(b.Other)))
	})
	return list
}

// settled is the person of an account who is written down, and else the account.
func (d *Directory) settled(r feed.Ref) feed.Ref {
	if name := d.r.person[d.r.cluster[key(r)]]; name != "" {
		return feed.Ref{ID: name}
	}
	return r
}

func suggestion(one, other sign) Suggestion {
	switch {
	case one.email != "" && one.email == other.email: // a shared one, or it would have joined them
		return Suggestion{Reason: SameEmail, Confidence: Low}
	case one.login && other.login:
		return Suggestion{Reason: SameLogin, Confidence: Medium}
	case one.login != other.login:
		return Suggestion{Reason: NameLikeLogin, Confidence: Low}
	case one.words > 1 && other.words > 1:
		return Suggestion{Reason: SameName, Confidence: High}
	}
	return Suggestion{Reason: SameName, Confidence: Medium}
}

func better(a, b Suggestion) bool {
	return cmp.Or(cmp.Compare(slices.Index(confidences, a.Confidence), slices.Index(confidences, b.Confidence)),
		cmp.Compare(a.Reason, b.Reason), cmp.Compare(key(a.One), key(b.One)), cmp.Compare(key(a.Other), key(b.Other))) < 0
}

// signs are what everybody is called, by how that is compared.
func (d *Directory) signs() map[string][]sign {
	signs := map[string][]sign{}
	add := func(s sign, called string) {
		if called = fold(called); len(called) >= minAlike {
			signs[called] = append(signs[called], s)
		}
	}
	for _, k := range sorted(d.r.cluster) {
		a := d.r.accounts[k]
		if a == nil {
			name := d.r.person[d.r.cluster[k]]
			add(sign{ref: feed.Ref{ID: name}, words: len(strings.Fields(name))}, name)
			continue
		}
		if a.Program || a.Team {
			continue
		}
		add(sign{ref: a.Ref, words: len(strings.Fields(a.Name))}, a.Name)
		if isLogin(a.ID) {
			add(sign{ref: a.Ref, login: true}, a.ID)
		}
		for _, email := range a.emails {
			name, _, _ := strings.Cut(email, "@")
			add(sign{ref: a.Ref, login: true, email: email}, name)
		}
	}
	return signs
}

// isLogin reports whether an id is a name that somebody chose, and not a number of the tool's.
func isLogin(id string) bool {
	hex := strings.Trim(id, "0123456789abcdefABCDEF-") == ""
	return !strings.Contains(id, ":") && (!hex || len(id) < 16) && strings.ContainsFunc(id, unicode.IsLetter)
}

// fold is a name as it is compared: its letters and digits, in lower case and without accents.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			return -1
		case r < unicode.MaxASCII:
			return r
		}
		for base, accented := range accents {
			if strings.ContainsRune(accented, r) {
				return base
			}
		}
		return r
	}, strings.ToLower(s))
}

var accents = map[rune]string{
	'a': "àáâãäåāăą", 'c': "çćčĉ", 'd': "ďđð", 'e': "èéêëēĕėęě", 'g': "ĝğġģ", 'i': "ìíîïĩīĭįı", 'l': "ĺļľł", 'n': "ñńņňŋ",
	'o': "òóôõöøōŏő", 'r': "ŕŗř", 's': "śŝşšș", 't': "ţťŧț", 'u': "ùúûüũūŭůűų", 'w': "ŵ", 'y': "ýÿŷ", 'z': "źżž",
}
