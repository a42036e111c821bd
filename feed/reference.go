package feed

import (
	"net/url"
	"slices"
	"strings"
)

// A Reference is an item's name as somebody wrote it in a text: an address, or a key such as PROJ-12, #34 or acme/api#34.
// Whether there is such an item only the store knows.
type Reference struct {
	// Text is what was written.
	Text string
	// name is what an item must be called, nearby that it is one of the same repository.
	name   string
	nearby bool
}

// Name is what the item is called that is meant on an item with the key on, in the form of [Item.Names]. It is empty where
// nothing can be meant: a bare #34 means something within a repository only.
func (r Reference) Name(on string) string {
	if !r.nearby {
		return r.name
	}
	if repo := repository(on); repo != "" {
		return repo + r.name
	}
	return ""
}

// Names are what an item can be referred to by: its key, its address and its id, each written in one way only.
func (it Item) Names() []string {
	var names []string
	for _, name := range []string{keyName(it.Key), addressName(it.URL), hexName(it.ID)} {
		if name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// Reference is the name that a connector gave to an item that another is linked with: a key or an address.
func reference(s string) Reference {
	s = strings.TrimSpace(s)
	if n, size := number(s); size > 0 && size == len(s) {
		return Reference{Text: s, name: n, nearby: true}
	}
	if name := keyName(s); name != "" {
		return Reference{Text: s, name: name}
	}
	if name := hexName(s); name != "" {
		return Reference{Text: s, name: name}
	}
	return Reference{Text: s, name: addressName(s)}
}

// References returns what the event refers to: what is named in its text, and what it was linked with or unlinked from.
func (e Event) References() []Reference {
	all := References(e.Text)
	if e.Verb != Linked && e.Verb != Unlinked {
		return all
	}
	for _, s := range []string{e.Into, e.From} {
		if r := reference(s); r.name != "" {
			all = append(all, r)
			continue
		}
		all = append(all, References(s)...)
	}
	return all
}

// keyName is a key as it is compared; nothing where it could not be told from a word.
func keyName(key string) string {
	if size := projectKey(key); size > 0 && size == len(key) {
		return key
	}
	owner, rest, _ := strings.Cut(key, "/")
	repo, _, found := strings.Cut(rest, "#")
	if n, size := number(rest[len(repo):]); found && size == len(rest)-len(repo) && plainName(owner) && plainName(repo) {
		return strings.ToLower(owner + "/" + repo + n)
	}
	return ""
}

// repository is the first two parts of a key such as acme/api#12, acme/api@v1 or acme/api/docs/1.md.
func repository(key string) string {
	owner, rest, found := strings.Cut(key, "/")
	end := strings.IndexAny(rest, "#@/")
	if end < 0 {
		end = len(rest)
	}
	if !found || !plainName(owner) || !plainName(rest[:end]) {
		return ""
	}
	return strings.ToLower(owner + "/" + rest[:end])
}

// addressName is an address without what does not matter: the ways in which tools write the address of one item are
// known by their shape, wherever the tool is served.
func addressName(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return ""
	}
	host := strings.TrimPrefix(strings.ToLower(u.Host), "www.")
	parts := strings.Split(strings.Trim(u.Path, "/"), "/")
	last, query := parts[len(parts)-1], u.Query()
	switch n := len(parts); {
	case n >= 4 && repositoryPlaces[parts[2]] && digits(parts[3]): // GitHub
		return host + "/" + strings.ToLower(parts[0]+"/"+parts[1]) + "#" + parts[3]
	case n >= 2 && parts[n-2] == "browse" && isProjectKey(last): // Jira
		return host + "/browse/" + last
	case isProjectKey(query.Get("selectedIssue")):
		return host + "/browse/" + query.Get("selectedIssue")
	case n >= 2 && (parts[0] == "c" || parts[0] == "b") && len(parts[1]) == 8: // Trello
		return host + "/" + parts[0] + "/" + parts[1]
	case n >= 3 && parts[0] == "0" && digits(parts[1]) && digits(parts[2]): // Asana
		return host + "/task/" + parts[2]
	case n >= 4 && parts[0] == "1" && digits(parts[1]): // Asana, since 2025
		for i, p := range parts[:n-1] {
			if p == "task" && digits(parts[i+1]) {
				return host + "/task/" + parts[i+1]
			}
		}
	case hexName(query.Get("p")) != "": // Notion, a page opened beside its database
		return hexName(query.Get("p"))
	case hexName(tail(last)) != "": // Notion
		return hexName(tail(last))
	}
	if path := strings.Trim(u.Path, "/"); path != "" {
		return host + "/" + path
	}
	return ""
}

var repositoryPlaces = map[string]bool{"issues": true, "pull": true, "pulls": true, "discussions": true}

// tail is the id behind the title in the last part of a page's address.
func tail(part string) string {
	if n := len(part) - 32; n > 0 && part[n-1] == '-' && hexName(part) == "" {
		return part[n:]
	}
	return part
}

// hexName is an id of 32 hexadecimal digits, with or without the dashes of a UUID.
func hexName(s string) string {
	if len(s) == 36 && s[8] == '-' && s[13] == '-' && s[18] == '-' && s[23] == '-' {
		s = s[:8] + s[9:13] + s[14:18] + s[19:23] + s[24:]
	}
	if len(s) != 32 || strings.Trim(s, "0123456789abcdefABCDEF") != "" {
		return ""
	}
	return "id/" + strings.ToLower(s)
}

// number reads # and a number at the beginning of s.
func number(s string) (name string, size int) {
	if len(s) < 2 || s[0] != '#' || s[1] == '0' {
		return "", 0
	}
	size = 1
	for size < len(s) && isDigit(s[size]) {
		size++
	}
	if size == 1 || size > 10 {
		return "", 0
	}
	return s[:size], size
}

// projectKey returns the length of a key such as PROJ-12 at the beginning of s.
func projectKey(s string) (size int) {
	for size < len(s) && (isUpper(s[size]) || size > 0 && (isDigit(s[size]) || s[size] == '_')) {
		size++
	}
	if size < 2 || size > 20 || size+1 >= len(s) || s[size] != '-' || s[size+1] == '0' {
		return 0
	}
	from := size + 1
	for size++; size < len(s) && isDigit(s[size]); {
		size++
	}
	if size == from || size > from+9 {
		return 0
	}
	return size
}

func isProjectKey(s string) bool { n := projectKey(s); return n > 0 && n == len(s) }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
func isUpper(c byte) bool { return c >= 'A' && c <= 'Z' }
func isHex(c byte) bool   { return isDigit(c) || c|0x20 >= 'a' && c|0x20 <= 'f' }

func digits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// plainName reports whether s can be the name of an owner or a repository.
func plainName(s string) bool {
	for i := range len(s) {
		if !inName(s[i]) {
			return false
		}
	}
	return s != "" && len(s) <= 100
}

func inName(c byte) bool {
	return isDigit(c) || c|0x20 >= 'a' && c|0x20 <= 'z' || c == '-' || c == '_' || c == '.'
}
