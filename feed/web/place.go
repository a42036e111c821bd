package web

import (
	"encoding/base64"
	"encoding/binary"
	"net/http"
)

// place writes a position in the log for an address that continues from it. What it looks like is nobody's business.
func place(pos int64) string {
	return base64.RawURLEncoding.EncodeToString(binary.BigEndian.AppendUint64(nil, uint64(pos))) //nolint:gosec // the same bits
}

// readPlace reads what place wrote; nothing is the newest.
func readPlace(s string) (int64, error) {
	if s == "" {
		return 0, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err == nil && len(b) == 8 {
		if pos := int64(binary.BigEndian.Uint64(b)); pos > 0 { //nolint:gosec // the same bits
			return pos, nil
		}
	}
	return 0, newProblem(http.StatusBadRequest, "place")
}
