package asana

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/datelinehq/dateline/feed"
)

// storyFields are what is asked for of a story.
const storyFields = "created_at,created_by.name,created_by.email,resource_subtype,type,text,html_text,assignee.name,assignee.email,project.name," +
	"old_section.name,new_section.name,old_dates,new_dates,old_name,new_name,old_approval_status,new_approval_status," +
	"old_resource_subtype,new_resource_subtype,tag.name,dependency.name,duplicate_of.name,duplicated_from.name,task.name,custom_field.name," +
	"old_enum_value.name,new_enum_value.name,old_multi_enum_values.name,new_multi_enum_values.name,old_text_value,new_text_value," +
	"old_number_value,new_number_value,old_date_value,new_date_value,old_people_value.name,new_people_value.name"

// A story is what somebody did to a task or said about it. Besides what all have, each subtype has fields of its own.
type story struct {
	GID       word         `json:"gid"`
	Created   word         `json:"created_at"`
	By        maybe[user]  `json:"created_by"`
	Type      word         `json:"type"`
	Subtype   word         `json:"resource_subtype"`
	Text      word         `json:"text"`
	Rich      word         `json:"html_text"`
	Assignee  maybe[user]  `json:"assignee"`
	Project   maybe[thing] `json:"project"`
	Tag       maybe[thing] `json:"tag"`
	Depends   maybe[thing] `json:"dependency"`
	Original  maybe[thing] `json:"duplicate_of"`
	Copied    maybe[thing] `json:"duplicated_from"`
	Task      maybe[thing] `json:"task"`
	Field     maybe[thing] `json:"custom_field"`
	From      maybe[thing] `json:"old_section"`
	Into      maybe[thing] `json:"new_section"`
	OldDates  maybe[dates] `json:"old_dates"`
	NewDates  maybe[dates] `json:"new_dates"`
	OldName   word         `json:"old_name"`
	NewName   word         `json:"new_name"`
	WasStatus word         `json:"old_approval_status"`
	IsStatus  word         `json:"new_approval_status"`
	OldKind   word         `json:"old_resource_subtype"`
	NewKind   word         `json:"new_resource_subtype"`
	old, new  values
}

// Dates are when a task is to be begun and done.
type dates struct {
	DueOn   word `json:"due_on"`
	DueAt   word `json:"due_at"`
	StartOn word `json:"start_on"`
	StartAt word `json:"start_at"`
}

func (d dates) due() string   { return string(cmp.Or(d.DueAt, d.DueOn)) }
func (d dates) start() string { return string(cmp.Or(d.StartAt, d.StartOn)) }

// restarts reports whether the story tells that work is to begin at another time.
func (s story) restarts() bool { return s.OldDates.it.start() != s.NewDates.it.start() }

// Values are what a custom field had or has, of which one is filled in at most.
type values struct {
	enum   maybe[thing]
	multi  many[thing]
	text   word
	number word
	date   maybe[dates]
	people many[thing]
}

// UnmarshalJSON reads the fields that come in twos.
func (s *story) UnmarshalJSON(raw []byte) error {
	type plain story
	if err := json.Unmarshal(raw, (*plain)(s)); err != nil {
		return err
	}
	var v struct {
		OldEnum   maybe[thing] `json:"old_enum_value"`
		NewEnum   maybe[thing] `json:"new_enum_value"`
		OldMulti  many[thing]  `json:"old_multi_enum_values"`
		NewMulti  many[thing]  `json:"new_multi_enum_values"`
		OldText   word         `json:"old_text_value"`
		NewText   word         `json:"new_text_value"`
		OldNumber word         `json:"old_number_value"`
		NewNumber word         `json:"new_number_value"`
		OldDate   maybe[dates] `json:"old_date_value"`
		NewDate   maybe[dates] `json:"new_date_value"`
		OldPeople many[thing]  `json:"old_people_value"`
		NewPeople many[thing]  `json:"new_people_value"`
	}
	if err := json.Unmarshal(raw, &v); err != nil {
		return err
	}
	s.old = values{v.OldEnum, v.OldMulti, v.OldText, v.OldNumber, v.OldDate, v.OldPeople}
	s.new = values{v.NewEnum, v.NewMulti, v.NewText, v.NewNumber, v.NewDate, v.NewPeople}
	return nil
}

// String is what the field says.
func (v values) String() string {
	var names []string
	for _, t := range append(v.multi, v.people...) {
		names = append(names, string(t.Name))
	}
	return cmp.Or(string(v.enum.it.Name), strings.Join(names, ", "), string(v.text), string(v.number), v.date.it.due())
}

// story puts what a story tells on the page.
func (t *translator) story(task string, raw json.RawMessage) error {
	var s story
	if json.Unmarshal(raw, &s) != nil || !gidForm.MatchString(string(s.GID)) {
		return errors.New("it is no object with a gid")
	}
	created, ok := instant(s.Created)
	if !ok {
		return fmt.Errorf("created_at is %q", cut(string(s.Created)))
	}
	if created.Before(t.since) {
		return nil
	}
	e := feed.Event{Key: storyKey(string(s.GID)), Item: task, At: created, Updated: created, By: s.author(), URL: t.taskURL(task)}
	t.say(s, &e)
	t.tell(e)
	if (e.Verb == feed.Scheduled || e.Verb == feed.Unscheduled) && s.restarts() {
		e.Key += started
		change(&e, "start", s.OldDates.it.start(), s.NewDates.it.start())
		t.tell(e)
	}
	if e.Verb == feed.Approved {
		e.Key, e.Verb = e.Key+decided, feed.Decided
		t.tell(e)
	}
	return nil
}

// tell puts an event on the page, which is there again if it was taken off.
func (t *translator) tell(e feed.Event) {
	t.page.Events = append(t.page.Events, e)
	t.page.Retracted = slices.DeleteFunc(t.page.Retracted, func(key string) bool { return key == e.Key })
}

// storyKey is the key of the event that a story is.
func storyKey(gid string) string { return "story/" + gid }

// started ends the key of the second event that a change of dates is: work is to begin at another time, too.
const started = "/start"

// decided ends the key of the second event that an approval is: it decides what was asked.
const decided = "/decided"

// author is who did it. Rules of a project act as Asana, which is nobody with an account.
func (s story) author() feed.Account {
	if !s.By.it.known() && strings.HasPrefix(string(s.Text), "Asana ") {
		return asana()
	}
	return s.By.it.account()
}

// asana is who does what nobody with an account does.
func asana() feed.Account { return feed.Account{Name: "Asana", Bot: true} }

// say says in our verbs what a story tells. The text of what Asana wrote itself depends on who asks, and says nothing that
// fields do not; it is kept where there are none.
func (t *translator) say(s story, e *feed.Event) {
	subtype := string(s.Subtype)
	here := s.Project.it.GID == "" || string(s.Project.it.GID) == t.project
	switch {
	case s.Type == "comment" || subtype == "comment_added":
		e.Verb = feed.Commented
		e.Text, e.To = markdown(string(s.Rich), string(s.Text))
		e.URL = e.URL + "/" + string(s.GID) + "/f"
	case subtype == "assigned" || subtype == "unassigned":
		e.Verb = feed.Verb(subtype)
		if s.Assignee.it.known() {
			e.To = []feed.Account{s.Assignee.it.account()}
		}
	case s.IsStatus != "" && s.IsStatus != s.WasStatus:
		t.approval(s, e)
	case subtype == "section_changed" && here:
		e.Verb, e.From, e.Into = feed.Moved, string(s.From.it.Name), string(s.Into.it.Name)
	case subtype == "start_date_changed",
		subtype == "due_date_changed" && s.restarts() && s.OldDates.it.due() == s.NewDates.it.due():
		change(e, "start", s.OldDates.it.start(), s.NewDates.it.start())
	case subtype == "due_date_changed":
		e.Verb, e.From, e.Into = feed.Scheduled, s.OldDates.it.due(), s.NewDates.it.due()
		if e.Into == "" {
			e.Verb = feed.Unscheduled
		}
	case subtype == "name_changed":
		e.Verb, e.From, e.Into = feed.Renamed, string(s.OldName), string(s.NewName)
	case strings.HasSuffix(subtype, "custom_field_changed") && s.Field.it.Name != "":
		change(e, string(s.Field.it.Name), s.old.String(), s.new.String())
	case s.NewKind != "":
		change(e, "type", kindOf(string(s.OldKind)), kindOf(string(s.NewKind)))
	case subtype == "attachment_added":
		e.Verb, e.Into = feed.Attached, t.plain(s, "attached ")
	default:
		t.plainly(s, e)
	}
}
