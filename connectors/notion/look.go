package notion

import (
	"context"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/jomei/notionapi"

	"github.com/datelinehq/dateline/feed"
)

// A subject is a page that is to be looked into: what was said about it, and if it is new what stands in it.
type subject struct {
	ID  string `json:"id"`
	URL string `json:"url,omitempty"`
	// At is when it was edited.
	At int64 `json:"at,omitempty"`
	// New says that it was not met before; the rest is what is to be told of its creation.
	New     bool         `json:"new,omitempty"`
	By      feed.Account `json:"by"`
	Created int64        `json:"created,omitempty"`
	Into    string       `json:"into,omitempty"`
}

// queue puts a page among those that are to be looked into.
func (c *cursor) queue(s subject) {
	for i, q := range c.Pages {
		if q.ID == s.ID {
			if q.New {
				s.New, s.By, s.Created, s.Into = true, q.By, q.Created, q.Into
			}
			c.Pages[i] = s
			return
		}
	}
	c.Pages = append(c.Pages, s)
}

// subjectsAtMost bounds how many pages are looked into at once.
const subjectsAtMost = 10

// look looks into the next pages. What was read when one of them fails is kept: the error comes back with the next page.
func (b *batch) look(ctx context.Context) error {
	next := slices.Clone(b.c.Pages[:min(len(b.c.Pages), subjectsAtMost)])
	for i, s := range next {
		if err := b.into(ctx, s); err != nil {
			if i == 0 || ctx.Err() != nil {
				return err
			}
			break
		}
		b.c.Pages = slices.DeleteFunc(b.c.Pages, func(p subject) bool { return p.ID == s.ID })
	}
	b.page.Progress = feed.Tally{What: "pages to look into", Total: len(b.c.Pages)}
	return nil
}

// into looks into one page.
func (b *batch) into(ctx context.Context, s subject) error {
	if s.New {
		text, mentioned, err := b.body(ctx, s.ID)
		if err != nil {
			return err
		}
		b.add(feed.Event{
			Key: "opened/" + s.ID, Item: s.ID, Verb: feed.Opened, By: b.c.whole(s.By), At: time.UnixMilli(s.Created).UTC(),
			To: b.c.accounts(mentioned), Into: s.Into, Text: text, URL: s.URL,
		})
	}
	return b.discussions(ctx, s.ID, s.URL, s.At)
}

// whole is an account with what the cursor does not keep of it.
func (c *cursor) whole(a feed.Account) feed.Account {
	if p, ok := c.People[a.ID]; ok && p.Email != "" {
		a.Email = p.Email
	}
	return a
}

// A block is a piece of a page. What stands in it is in the field named like its type.
type block struct {
	Type string `json:"type"`
	Text json.RawMessage
	Done bool
}

func readBlock(raw json.RawMessage) (block, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		return block{}, err
	}
	b := block{Type: typeOf(raw)}
	var content struct {
		Text    json.RawMessage `json:"rich_text"`
		Checked bool            `json:"checked"`
	}
	_ = json.Unmarshal(fields[b.Type], &content) // most types have no text
	b.Text, b.Done = content.Text, content.Checked
	return b, nil
}

// marks stand before the text of a block, in Markdown.
var marks = map[string]string{
	"heading_1": "# ", "heading_2": "## ", "heading_3": "### ", "bulleted_list_item": "- ", "numbered_list_item": "1. ",
	"to_do": "- [ ] ", "quote": "> ", "callout": "> ",
}

// body is what stands in a page, as Markdown, with whom it mentions: its first hundred blocks, without what is folded into
// them.
func (b *batch) body(ctx context.Context, id string) (text string, mentioned []notionapi.User, err error) {
	got, err := b.api.list(ctx, query{path: "blocks/" + url.PathEscape(id) + "/children", get: url.Values{}, version: current, size: full})
	if is(err, notFound) || is(err, restricted) || is(err, invalid) {
		return "", nil, nil // it vanished since it was listed
	}
	if err != nil {
		return "", nil, err
	}
	var lines []string
	last := ""
	for _, raw := range got.rows {
		block, err := readBlock(raw)
		if err != nil {
			b.reject("block", raw, err)
			continue
		}
		line, people := markdown(block.Text)
		mentioned = append(mentioned, people...)
		if line == "" {
			continue
		}
		switch mark := marks[block.Type]; {
		case block.Type == "code":
			line = "```\n" + strings.ReplaceAll(line, "```", "'''") + "\n```"
		case block.Done:
			line = "- [x] " + line
		default:
			line = mark + line
		}
		if last != "" && (last != block.Type || block.Type == "paragraph") {
			lines = append(lines, "")
		}
		lines, last = append(lines, line), block.Type
	}
	return strings.Join(lines, "\n"), mentioned, nil
}
