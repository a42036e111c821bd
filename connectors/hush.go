package connectors

import (
	"io"
	"net/http"
	"strings"
)

// hush takes secrets out of an answer, before anybody reads it: what refuses a request may repeat it, and of what a connector quotes
// and cuts off a part of a secret would be left, which nobody recognises.
func (s *Secrets) hush(resp *http.Response) {
	for _, values := range resp.Header {
		for i, v := range values {
			values[i] = s.Redact(v)
		}
	}
	resp.Body, resp.ContentLength = &hushed{ReadCloser: resp.Body, secrets: s}, -1
}

// A hushed body is read whole before any of it is told.
type hushed struct {
	io.ReadCloser
	secrets *Secrets
	text    *strings.Reader
	err     error
}

func (h *hushed) Read(p []byte) (int, error) {
	if h.text == nil {
		var all []byte
		all, h.err = io.ReadAll(h.ReadCloser)
		h.text = strings.NewReader(h.secrets.Redact(string(all)))
	}
	n, err := h.text.Read(p)
	if err == io.EOF && h.err != nil {
		err = h.err
	}
	return n, err
}
