package syndication

import (
	"fmt"
	"strings"
)

// since is the year in which the identities were first given out. It is part of each of them and stays as it is.
const since = "2026"

// tag is the tag URI (RFC 4151) of one of the authority's things.
func tag(of, what, name string) string {
	id := "tag:" + authority(of) + "," + since + ":" + what
	if name != "" {
		id += "/" + escape(name)
	}
	return id
}

// authority is a host name as it stands in identities.
func authority(host string) string {
	if host == "" || strings.Contains(host, ":") { // an IPv6 address cannot stand in a tag URI
		return "localhost"
	}
	return strings.ToLower(host)
}

// escape writes s with the characters that may stand in the last part of a tag URI, and the others percent-encoded.
func escape(s string) string {
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', strings.IndexByte("-._~!$&'()*+,;=:@/?", c) >= 0:
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}
