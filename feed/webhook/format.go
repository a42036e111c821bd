package webhook

import (
	"cmp"
	"net/url"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/commands"
	"github.com/datelinehq/dateline/feed/syndication"
)

// A Format is how much a message says, and in whose words.
type Format string

// The formats. Full is what is sent where none is named.
const (
	// Full has everything that the API has of the entry.
	Full Format = "full"
	// Thin says only what happened to what, for receivers that fetch the rest from the API.
	Thin Format = "thin"
	// Slack is a message for an incoming webhook of Slack.
	Slack Format = "slack"
	// CloudEvents is the structured mode of CloudEvents 1.0.
	CloudEvents Format = "cloudevents"
)

// Formats lists every format.
func Formats() []Format { return []Format{Full, Thin, Slack, CloudEvents} }

// thin is the data of a thin message: no text that somebody wrote, and nobody's name.
type thin struct {
	ID     string    `json:"id"`
	Seq    int64     `json:"seq"`
	Source string    `json:"source"`
	Verb   feed.Verb `json:"verb"`
	Item   string    `json:"item,omitempty"`
	URL    string    `json:"url,omitempty"`
}

func thinOf(e feed.EventRecord) thin {
	t := thin{ID: e.ID, Seq: e.Seq, Source: e.Source, Verb: e.Verb, URL: e.URL}
	if e.Item != nil {
		t.Item = e.Item.ID
	}
	return t
}

// cloud is a CloudEvent.
type cloud struct {
	Version     string    `json:"specversion"`
	ID          string    `json:"id"`
	Source      string    `json:"source"`
	Type        string    `json:"type"`
	Subject     string    `json:"subject,omitempty"`
	Time        time.Time `json:"time"`
	ContentType string    `json:"datacontenttype"`
	Data        any       `json:"data"`
}

func cloudOf(id, told string, e feed.EventRecord) cloud {
	c := cloud{
		Version: "1.0", ID: id, Type: "dateline." + told, Source: "/sources/" + url.PathEscape(e.Source), Time: e.At.UTC(),
		ContentType: "application/json", Data: e,
	}
	if e.Item != nil {
		c.Subject = e.Item.ID
	}
	return c
}

// The blocks of a message to Slack, as far as we use them.
type (
	slackMessage struct {
		// Text is what notifications show.
		Text   string       `json:"text"`
		Blocks []slackBlock `json:"blocks"`
	}
	slackBlock struct {
		Type string    `json:"type"`
		Text slackText `json:"text"`
	}
	slackText struct {
		Type string `json:"type"`
		Text string `json:"text"`
	}
)

// maxSlack is how many characters a section may have; Slack takes 3,000.
const maxSlack = 2000

// slackEscaper makes text that is only text: what Slack reads as a mention or a link begins with an angle bracket.
var slackEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// slackOf is the entry in the words of the feed, with what somebody wrote below.
func slackOf(e feed.Entry, person feed.Namer) slackMessage {
	line := feed.Text(syndication.Title(e, person), maxSlack/2)
	m := slackMessage{Text: slackEscaper.Replace(line), Blocks: []slackBlock{{"section", slackText{"mrkdwn", slackLinked(line, e)}}}}
	if text := commands.InWords(e); text != "" {
		m.Blocks = append(m.Blocks, slackBlock{"section", slackText{"plain_text", feed.Text(text, maxSlack)}})
	}
	return m
}

// slackLinked is the line with a link: on the item's title at its end, or else on all of it.
func slackLinked(line string, e feed.Entry) string {
	u, err := url.Parse(cmp.Or(e.URL, e.On.URL))
	if err != nil || u.Scheme != "https" && u.Scheme != "http" {
		return slackEscaper.Replace(line)
	}
	said, title := "", line
	if before, found := strings.CutSuffix(line, strings.Join(strings.Fields(e.On.Title), " ")); found && before != line {
		said, title = before, strings.TrimPrefix(line, before)
	}
	return slackEscaper.Replace(said) + "<" + strings.NewReplacer("|", "%7C", ">", "%3E", "<", "%3C").Replace(u.String()) +
		"|" + slackEscaper.Replace(title) + ">"
}
