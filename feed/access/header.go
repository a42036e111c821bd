package access

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// ByNothing lets everybody in as the same reader.
func ByNothing(who Reader) Way {
	return func(*http.Request) (Reader, bool, error) { return who, true, nil }
}

// A Header is what a proxy says of who logged in at it.
type Header struct {
	// User and Groups name the headers; Groups holds names separated by commas, and may be empty.
	User, Groups string
	// From are the addresses the proxy comes from. From others the headers count for nothing.
	From []netip.Prefix
	// Role says what somebody of these groups may do.
	Role func(groups []string) Role
}

// ByHeader believes a proxy.
func ByHeader(h Header) Way {
	return func(r *http.Request) (Reader, bool, error) {
		from, err := netip.ParseAddrPort(r.RemoteAddr)
		if err != nil || !slices.ContainsFunc(h.From, func(p netip.Prefix) bool { return p.Contains(from.Addr().Unmap()) }) {
			return Reader{}, false, nil
		}
		users := r.Header.Values(h.User)
		if len(users) > 1 {
			return Reader{}, false, ErrWrong // one is the proxy's and one is somebody else's
		}
		if len(users) == 0 || strings.TrimSpace(users[0]) == "" {
			return Reader{}, false, nil
		}
		var groups []string
		if h.Groups != "" {
			if len(r.Header.Values(h.Groups)) > 1 {
				return Reader{}, false, ErrWrong
			}
			for g := range strings.SplitSeq(r.Header.Get(h.Groups), ",") {
				if g = strings.TrimSpace(g); g != "" {
					groups = append(groups, g)
				}
			}
		}
		return Reader{Name: strings.TrimSpace(users[0]), Role: h.Role(groups), Groups: groups}, true, nil
	}
}
