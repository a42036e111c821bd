package notion

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/jomei/notionapi"
)

// An object is a page, a database or a data source. What may be odd without spoiling the rest is decoded later.
type object struct {
	Object      string                     `json:"object"`
	ID          string                     `json:"id"`
	Created     time.Time                  `json:"created_time"`
	Edited      time.Time                  `json:"last_edited_time"`
	CreatedBy   json.RawMessage            `json:"created_by"`
	EditedBy    json.RawMessage            `json:"last_edited_by"`
	Parent      json.RawMessage            `json:"parent"`
	URL         string                     `json:"url"`
	Title       json.RawMessage            `json:"title"`
	Description json.RawMessage            `json:"description"`
	Properties  map[string]json.RawMessage `json:"properties"`
	Trashed     bool                       `json:"in_trash"`
	// Archived is the former word for being in the trash; Shelved is what Notion calls archived now.
	Archived bool `json:"archived"`
	Shelved  bool `json:"is_archived"`
}

// The kinds of objects.
const (
	kindPage     = "page"
	kindDatabase = "database"
	kindSource   = "data_source"
)

func readObject(raw json.RawMessage) (*object, error) {
	o := &object{}
	switch err := json.Unmarshal(raw, o); {
	case err != nil:
		return nil, err
	case !canonical(&o.ID):
		return nil, errNameless
	case !dated(o.Created) || !dated(o.Edited):
		return nil, errTimeless
	case o.Object != kindPage && o.Object != kindDatabase && o.Object != kindSource:
		return nil, errKind
	}
	o.Created, o.Edited = o.Created.UTC(), o.Edited.UTC()
	return o, nil
}

// table is the data source whose row a page is, and nothing for a page that stands by itself.
func (o *object) table() string {
	var parent struct {
		Source string `json:"data_source_id"`
	}
	_ = json.Unmarshal(o.Parent, &parent) // a page without a parent is one by itself
	return parent.Source
}

// A table is what is known of a data source: which statuses stand at the beginning of the work and which at its end.
type table struct {
	Begin []string `json:"b,omitempty"`
	End   []string `json:"e,omitempty"`
}

// The bounds of what is remembered of data sources.
const (
	tablesAtMost  = 200
	optionsAtMost = 50
)

// schema reads a data source's statuses. Notion puts the options of a status property into three groups: to do, in
// progress and complete.
func (o *object) schema(r rules) table {
	name, _ := r.statusOf(o.Properties)
	var property struct {
		Status struct {
			Options []notionapi.Option `json:"options"`
			Groups  []struct {
				Name    string   `json:"name"`
				Options []string `json:"option_ids"`
			} `json:"groups"`
		} `json:"status"`
	}
	if json.Unmarshal(o.Properties[name], &property) != nil {
		return table{}
	}
	var t table
	groups := property.Status.Groups
	for i, g := range groups {
		into := &t.Begin
		switch {
		case strings.EqualFold(g.Name, "complete") || i == len(groups)-1 && i > 0:
			into = &t.End
		case i > 0:
			continue
		}
		for _, option := range property.Status.Options {
			if slices.Contains(g.Options, string(option.ID)) && len(*into) < optionsAtMost {
				*into = append(*into, option.Name)
			}
		}
	}
	return t
}

// learn remembers a data source.
func (c *cursor) learn(id string, t table) {
	if len(c.Tables) >= tablesAtMost {
		c.Tables = map[string]table{} // they are asked for again where they are needed
	}
	c.Tables[id] = t
}

// sourcesOf reads which data sources a database has. A database of a server that knows none is its own.
func sourcesOf(raw json.RawMessage) ([]string, error) {
	var o struct {
		ID      string `json:"id"`
		Sources []struct {
			ID string `json:"id"`
		} `json:"data_sources"`
	}
	if err := json.Unmarshal(raw, &o); err != nil {
		return nil, fmt.Errorf("the database cannot be read: %w", err)
	}
	var ids []string
	for _, s := range o.Sources {
		if id, ok := identify(s.ID); ok && id != "" {
			ids = append(ids, id)
		}
	}
	if o.ID == "" {
		return nil, fmt.Errorf("the database cannot be read: %w", errNameless)
	}
	return ids, nil
}

// sorted are the names of the properties, in an order that does not change.
func sorted(properties map[string]json.RawMessage) []string {
	return slices.Sorted(maps.Keys(properties))
}
