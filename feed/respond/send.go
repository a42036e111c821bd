package respond

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// worthwhile is the size in bytes from which an answer is compressed.
const worthwhile = 1024

// compressors were used before: each takes most of a megabyte.
var compressors = sync.Pool{New: func() any { return gzip.NewWriter(nil) }}

// Tag is the strong entity tag of an answer of which sum says that it is the same. Compressed it is another one, for it is
// other bytes: RFC 9110, section 8.8.3.
func Tag(r *http.Request, sum string) string {
	if acceptsGzip(r) {
		sum += "-gzip"
	}
	return `"` + sum + `"`
}

// Send writes a whole answer, compressed if the reader takes that and it is worth it, or has a [Tag] that says that it is.
// What it compresses holds no secrets.
func Send(w http.ResponseWriter, r *http.Request, status int, mediaType string, body []byte) {
	h := w.Header()
	h.Set("Content-Type", mediaType)
	h.Add("Vary", "Accept-Encoding")
	if (len(body) >= worthwhile || strings.HasSuffix(h.Get("ETag"), `-gzip"`)) && acceptsGzip(r) {
		var small bytes.Buffer
		z := compressors.Get().(*gzip.Writer) //nolint:forcetypeassert // nothing else is kept there
		defer compressors.Put(z)
		z.Reset(&small)
		_, err := z.Write(body)
		if err == nil && z.Close() == nil {
			h.Set("Content-Encoding", "gzip")
			body = small.Bytes()
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // a reader that went away cannot be told
	}
}

func acceptsGzip(r *http.Request) bool {
	for coding := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		name, quality, _ := strings.Cut(strings.TrimSpace(coding), ";")
		if name == "gzip" {
			return strings.Trim(strings.TrimPrefix(strings.TrimSpace(quality), "q="), "0.") != "" || quality == ""
		}
	}
	return false
}

// Unchanged reports whether the reader has what would be sent. The tag decides; the date only where there is no tag, and the
// zero time is none. Tags are compared as weak ones are: what stands before them does not count.
func Unchanged(r *http.Request, tag string, modified time.Time) bool {
	if tags := r.Header.Get("If-None-Match"); tags != "" {
		for t := range strings.SplitSeq(tags, ",") {
			if t = strings.TrimSpace(t); t == "*" || strings.TrimPrefix(t, "W/") == strings.TrimPrefix(tag, "W/") {
				return true
			}
		}
		return false
	}
	since, err := http.ParseTime(r.Header.Get("If-Modified-Since"))
	return err == nil && !modified.IsZero() && !modified.After(since)
}
