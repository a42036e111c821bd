package notion_test

import (
	"strings"
	"testing"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/connectors/notion"
)

func TestSettings(t *testing.T) {
	const id = "0123456789abcdef0123456789abcdef"
	for name, c := range map[string]struct {
		config notion.Config
		says   string // of the error, empty for none
	}{
		"everything":              {notion.Config{All: true, Token: token}, ""},
		"an id":                   {notion.Config{Database: id, Token: token}, ""},
		"an id with dashes":       {notion.Config{Database: "01234567-89ab-cdef-0123-456789abcdef", Token: token}, ""},
		"an id in capitals":       {notion.Config{Database: strings.ToUpper(id), Token: token}, ""},
		"an address":              {notion.Config{Database: "https://www.notion.so/acme/Proposals-" + id + "?v=" + strings.Repeat("1", 32) + "&pvs=4", Token: token}, ""},
		"an address without slug": {notion.Config{Database: "https://app.notion.com/p/" + id, Token: token}, ""},
		"a data source":           {notion.Config{DataSource: id, Token: token}, ""},
		"another address":         {notion.Config{All: true, Token: token, URL: "http://127.0.0.1:8090/notion/v1/"}, ""},
		"nothing":                 {notion.Config{Token: token}, "exactly one of database, data_source and all"},
		"two":                     {notion.Config{Database: id, All: true, Token: token}, "exactly one of"},
		"no id":                   {notion.Config{Database: "Proposals", Token: token}, "database:"},
		"an address of nothing":   {notion.Config{Database: "https://www.notion.so/acme?v=" + id, Token: token}, "database:"},
		"no id of a data source":  {notion.Config{DataSource: "x", Token: token}, "data_source:"},
		"no token":                {notion.Config{All: true}, "token:"},
		"no address":              {notion.Config{All: true, Token: token, URL: "notion"}, "url:"},
		"a password in it":        {notion.Config{All: true, Token: token, URL: "https://a:b@notion.example"}, "url:"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := c.config.Open(connectors.Env{Source: "papers"})
			switch {
			case c.says == "" && err != nil:
				t.Error(err)
			case c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)):
				t.Errorf("%v, want %q in it", err, c.says)
			}
		})
	}
}
