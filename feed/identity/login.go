package identity

import "strings"

// Login returns the person who logs in under a name: their e-mail address, as it is written down with them or was seen
// at one of their accounts, or what they are called. It is empty where that leads to nobody, or to several.
func (d *Directory) Login(name string) string {
	if name == "" {
		return ""
	}
	if h := d.byName[name]; h != nil {
		return name
	}
	found := ""
	for _, h := range d.people {
		if !d.answers(h, name) {
			continue
		}
		if found != "" {
			return ""
		}
		found = h.Name
	}
	return found
}

// answers reports whether a human has an address or a name.
func (d *Directory) answers(h Human, name string) bool {
	if strings.EqualFold(h.Name, name) {
		return true
	}
	for _, email := range d.written[h.Name] {
		if h.Written && strings.EqualFold(email, name) {
			return true
		}
	}
	for _, a := range h.Accounts {
		for _, email := range a.emails {
			if strings.EqualFold(email, name) {
				return true
			}
		}
	}
	return false
}
