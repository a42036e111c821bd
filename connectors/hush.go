package connectors

import (
	"io"
	"net/http"
	"strings"
)

// hush takes secrets out of an answer, before anybody reads it: what refuses a request may repeat it, and of what a
// connector quotes and cuts off a part of a secret would be left, which nobody recognises. What the request was authorised
// by is secret too: the token of an app's installation is no setting.
func (s *Secrets) hush(resp *http.Response) {
	_, credential, _ := strings.Cut(resp.Request.Header.Get("Authorization"), " ")
	brought := &Secrets{}
	brought.Add(credential)
	hide := func(text string) string { return s.Redact(brought.Redact(text)) }
	for _, values := range resp.Header {
		for i, v := range values {
			values[i] = hide(v)
		}
	}
	resp.Body, resp.ContentLength = &hushed{ReadCloser: resp.Body, hide: hide}, -1
}

// A hushed body is read whole before any of it is told.
type hushed struct {
	io.ReadCloser
	hide func(string) string
	text *strings.Reader
	err  error
}

func (h *hushed) Read(p []byte) (int, error) {
	if h.text == nil {
		var all []byte
		all, h.err = io.ReadAll(h.ReadCloser)
		h.text = strings.NewReader(h.hide(string(all)))
	}
	n, err := h.text.Read(p)
	if err == io.EOF && h.err != nil {
		err = h.err
	}
	return n, err
}
