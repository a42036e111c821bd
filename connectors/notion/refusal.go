package notion

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/jomei/notionapi"

	"github.com/datelinehq/dateline/connectors"
)

// The shortest and the longest wait that is asked of the host, and the one where Notion names none.
const (
	minWait     = time.Second
	maxWait     = 65 * time.Minute
	defaultWait = time.Minute
)

// refusalAtMost is how many bytes are read of an answer that is not one.
const refusalAtMost = 1 << 20

// A refusal is an answer that is none, and that only who asked can judge.
type refusal struct {
	status int
	code   notionapi.ErrorCode
	said   string
}

// Error is the answer's status, code and words.
func (r *refusal) Error() string {
	return fmt.Sprintf("%d %s: %s", r.status, cmp.Or(string(r.code), http.StatusText(r.status)), cmp.Or(r.said, "no reason given"))
}

// The codes of Notion's errors that mean something to us.
const (
	notFound   notionapi.ErrorCode = "object_not_found"
	restricted notionapi.ErrorCode = "restricted_resource"
	invalid    notionapi.ErrorCode = "validation_error"
)

// refused is what an answer that is not one means.
func refused(resp *http.Response) error {
	text, _ := io.ReadAll(io.LimitReader(resp.Body, refusalAtMost)) // the status tells more than what is missing
	var said notionapi.Error
	_ = json.Unmarshal(text, &said) // a proxy says nothing in JSON
	r := &refusal{status: resp.StatusCode, code: said.Code, said: said.Message}
	switch resp.StatusCode {
	case http.StatusTooManyRequests:
		return &connectors.Wait{For: pause(resp), Err: r}
	case http.StatusUnauthorized:
		return fmt.Errorf("%w: Notion does not accept the token of the integration (%w)", connectors.ErrAuth, r)
	}
	return r
}

// pause is how long the answer asks to wait.
func pause(resp *http.Response) time.Duration {
	wait := defaultWait
	if seconds, err := strconv.ParseFloat(resp.Header.Get("Retry-After"), 64); err == nil && seconds >= 0 {
		wait = time.Duration(min(seconds, maxWait.Seconds()) * float64(time.Second))
	}
	return min(max(wait, minWait), maxWait)
}

// is reports whether the error is a refusal with the code.
func is(err error, code notionapi.ErrorCode) bool {
	var r *refusal
	return errors.As(err, &r) && r.code == code
}

// place says what a refusal means to the place that is read as a whole: it is not there for the integration, or the
// integration may not read.
func (r *reader) place(err error) error {
	switch {
	case is(err, notFound):
		return fmt.Errorf("%w: there is no %s, or it is not shared with the integration: open it in Notion, choose Connections and add the integration (%w)",
			connectors.ErrAuth, r.name(), err)
	case is(err, restricted):
		return fmt.Errorf("%w: the integration may not read %s: grant it 'Read content' (%w)", connectors.ErrAuth, r.name(), err)
	}
	return err
}

// name says what is read, in a few words.
func (r *reader) name() string {
	switch {
	case r.database != "":
		return "database " + r.database
	case r.source != "":
		return "data source " + r.source
	}
	return "content of the workspace"
}
