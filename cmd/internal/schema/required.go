package schema

import (
	"reflect"
	"strings"
)

// A Requirer is a struct that tells which keys it cannot do without. Of keys that are joined by | there must be exactly
// one, of those that are joined by commas one or several.
type Requirer interface{ Required() []string }

// requires returns what the type requires, nothing if it tells nothing.
func requires(t reflect.Type) []string {
	if r, ok := reflect.TypeAssert[Requirer](reflect.New(t)); ok {
		return r.Required()
	}
	return nil
}

// require says in s which keys there have to be, and that they have a value. A secret may be there as a file.
func require(s *Schema, needs []string) {
	for _, need := range needs {
		keys := strings.FieldsFunc(need, func(c rune) bool { return c == '|' || c == ',' })
		var ways []*Schema
		for _, key := range keys {
			if p := s.Properties[key]; p != nil && p.Ref == textOrNothing {
				p.Ref = text
			}
			ways = append(ways, &Schema{Required: []string{key}})
			if file := key + "_file"; s.Properties[file] != nil {
				ways = append(ways, &Schema{Required: []string{file}})
			}
		}
		switch {
		case len(ways) == 1:
			s.Required = append(s.Required, need)
		case strings.Contains(need, ","):
			s.AllOf = append(s.AllOf, &Schema{AnyOf: ways})
		default:
			s.AllOf = append(s.AllOf, &Schema{OneOf: ways})
		}
	}
}
