package schema

import (
	"encoding"
	"fmt"
	"reflect"
	"time"

	"github.com/datelinehq/dateline/cmd/internal/config"
	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/access"
	"github.com/datelinehq/dateline/feed/digest"
	"github.com/datelinehq/dateline/feed/digest/mail"
	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/protocol/calendars"
	"github.com/datelinehq/dateline/feed/webhook"
	"github.com/datelinehq/dateline/feed/windows"
)

// Where the schema keeps what is referred to.
const (
	defs          = "#/$defs/"
	text          = defs + "text"
	textOrNothing = defs + "textOrNothing"
)

// plain are texts without a form. YAML may take one without quotes for a number or for yes and no.
var plain = map[string]*Schema{
	"text":          {Type: []string{"string", "number", "boolean"}},
	"textOrNothing": {Type: []string{"string", "number", "boolean", "null"}},
	"meaning":       {AnyOf: []*Schema{{Enum: meanings()}, {Type: "string", Pattern: config.VariableForm}}},
}

func meanings() (verbs []any) {
	for _, v := range feed.Meanings() {
		verbs = append(verbs, v)
	}
	return verbs
}

const (
	// elapsed is what time.ParseDuration reads, without a sign.
	elapsed = `(([0-9]+(\.[0-9]*)?|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))+`
	length  = `\+?` + elapsed + `|\+?0*[1-9][0-9]{0,4}[dw]`
	// date is a date, or what libraries that know dates make of one.
	date   = `[0-9]{4}-[0-9]{2}-[0-9]{2}(T00:00:00Z)?`
	window = `\s*(\+?` + elapsed + `|[0-9]{1,5}(\.[0-9]{1,3})? ?wh|[0-9]{1,4} ?bd)\s*`
)

// forms are the types of which more is known than what their kind says.
var forms = map[reflect.Type]Schema{
	reflect.TypeFor[config.Name]():      {Type: []string{"string", "number"}, Pattern: written(config.NameForm)},
	reflect.TypeFor[config.Duration]():  form(length, "90s", "2m", "36h", "90d"),
	reflect.TypeFor[config.Rhythm]():    form(length+"|never", "24h", "7d", "never"),
	reflect.TypeFor[config.Since]():     form(length+"|"+date, "90d", "2026-01-31"),
	reflect.TypeFor[windows.Length]():   form(window, "24h", "8wh", "1bd"),
	reflect.TypeFor[protocol.Elapsed](): form(`\s*\+?`+elapsed+`\s*`, "24h", "90m"),
	reflect.TypeFor[windows.Share]():    form(`\s*([1-9][0-9]? ?%|never)\s*`, "75%", "never"),
	reflect.TypeFor[calendars.Absence](): form(date+`(\.\.`+date+`| +[0-9]{1,2}:[0-9]{2} ?[-–] ?[0-9]{1,2}:[0-9]{2})?`,
		"2026-12-01", "2026-12-01..2026-12-05", "2026-12-01 12:00-18:00"),
	reflect.TypeFor[protocol.HandOff](): enum(protocol.HandOffs()),
	reflect.TypeFor[config.Clock]():     form("([01]?[0-9]|2[0-3]):[0-5][0-9]", "08:30"),
	reflect.TypeFor[digest.Rhythm]():    enum(digest.Rhythms()),
	reflect.TypeFor[mail.Encryption]():  enum(mail.Encryptions()),
	reflect.TypeFor[feed.Kind]():        enum(feed.Kinds()),
	reflect.TypeFor[protocol.Level]():   enum(protocol.Levels()),
	reflect.TypeFor[access.Role]():      enum(access.Roles()),
	reflect.TypeFor[time.Duration]():    form("[+-]?(0|"+elapsed+")", "90s", "24h"),
	reflect.TypeFor[webhook.Format]():   enum(webhook.Formats()),
	reflect.TypeFor[config.Keys](): {
		AnyOf: []*Schema{{Ref: text}, {Type: "array", Items: &Schema{Ref: text}}},
	},
	reflect.TypeFor[protocol.IDs](): {
		AnyOf: []*Schema{{Ref: textOrNothing}, {Type: "array", Items: &Schema{Ref: textOrNothing}}},
	},
}

// enum is one of some words.
func enum[S ~string](words []S) Schema {
	var all []any
	for _, w := range words {
		all = append(all, string(w))
	}
	return Schema{AnyOf: []*Schema{{Enum: all}, {Type: "string", Pattern: config.VariableForm}}}
}

// form is a text of a form, a regular expression.
func form(expression string, examples ...any) Schema {
	return Schema{Type: "string", Pattern: written(expression), Examples: examples}
}

// written is the pattern of texts that are of a form, or will be when variables have their values.
func written(expression string) string { return "^(" + expression + ")$|" + config.VariableForm }

// standard is a default as it is written: nil for what is zero, and for what is not a scalar.
func standard(v reflect.Value) any {
	_, isText := reflect.TypeAssert[encoding.TextUnmarshaler](reflect.New(v.Type()))
	said, speaks := reflect.TypeAssert[fmt.Stringer](v)
	switch {
	case v.IsZero() || isText && !speaks:
		return nil
	case isText:
		return said.String()
	}
	switch v.Kind() {
	case reflect.String, reflect.Bool, reflect.Int, reflect.Int64, reflect.Float64:
		return v.Interface()
	}
	return nil
}
