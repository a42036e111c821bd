package schema

import (
	"reflect"
	"regexp"
	"strings"

	"github.com/datelinehq/dateline/cmd/internal/config"
)

// secret tells the keys of which the form with a file is offered. It is allowed for all texts.
var secret = regexp.MustCompile(`(^|_)(key|password|secret|token|webhook)$`)

// fromFiles adds the keys by which a text is read from a file.
func fromFiles(s *Schema, fields []config.Field) {
	var allowed []string
	for _, f := range fields {
		switch file := f.Key + "_file"; {
		case !config.Textual(f.Type) || s.Properties[file] != nil:
		case f.Type == reflect.TypeFor[config.Keys]():
			s.Properties[file] = &Schema{
				Description: "The path of a file that holds what " + f.Key + " would be, or a list of them.",
				AnyOf:       []*Schema{{Ref: text}, {Type: "array", Items: &Schema{Ref: text}}},
			}
		case secret.MatchString(f.Key):
			s.Properties[file] = &Schema{Ref: text, Description: "The path of a file that holds what " + f.Key + " would be."}
		default:
			allowed = append(allowed, regexp.QuoteMeta(f.Key))
		}
	}
	if allowed != nil {
		s.PatternProperties = map[string]*Schema{"^(" + strings.Join(allowed, "|") + ")_file$": {
			Ref: text, Description: "The path of a file that holds what the key without _file would be.",
		}}
	}
}
