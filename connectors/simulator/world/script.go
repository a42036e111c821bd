package world

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// Parse reads a script: stories one after the other, each of the form
//
//	story dst-drift
//	after: another-story
//	waiting: 76h
//	cast author: nikhil, meera
//	slots: harbour | berths
//	- Tobermory | 84
//
//	duarte opens drift in api: Weekly bookings move by an hour
//		What was written, indented by a tab.
//	+3h nikhil comments on drift as first
//		Since when?
//	first+2d duarte comments on drift
//		Since the clocks changed.
//	+1d nikhil proposes fix in api: Expand bookings in the harbour's zone
//		Fixes [[drift]].
//		touching internal/recur/expand.go +41 -17
//		file docs/decisions/{adr}-local-time.md
//			The content, indented once more.
//	+10m nikhil asks ines about fix
//	+4h ines refuses fix
//		Nearly.
//		> internal/recur/expand.go:88 as until | for t.Before(until) {
//		A remark on that line.
//	+1h nikhil replies to until
//		Mended.
//
// The head may have all of these lines or none. A step is "pause who verb …"; the pause is counted from the step before,
// or from the one named before the plus. The sentences that may follow are those of the table above. drift, fix, first
// and until are labels: of a piece of work, a comment, a remark. {adr} is the next number for the record of a decision,
// {loom} where the team's videos are.
// In the head, "wait: ines owes meera review on drift, asked until approved" says that this is a wait; see [Staged].
// What waits is the last review that is asked for; "waiting: 30h since first" says that it is the answer to first.
func Parse(r io.Reader) ([]Story, error) {
	p := parser{}
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		p.line++
		if err := p.take(strings.TrimRight(lines.Text(), " ")); err != nil {
			return nil, fmt.Errorf("line %d: %w", p.line, err)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read the script: %w", err)
	}
	p.endText()
	return p.stories, nil
}

// A parser keeps what the lines so far have begun.
type parser struct {
	stories []Story
	line    int
	text    []string // the lines of the text being read
	into    int      // the index of the step the text belongs to
	file    bool     // the text is the content of the step's last file
}

func (p *parser) story() *Story { return &p.stories[len(p.stories)-1] }

// take reads the next line.
func (p *parser) take(line string) error {
	if line == "" {
		p.text = append(p.text, "")
		return nil
	}
	if text, ok := strings.CutPrefix(line, "\t"); ok {
		return p.takeText(text)
	}
	p.endText()
	if strings.HasPrefix(line, "#") {
		return nil
	}
	if name, ok := strings.CutPrefix(line, "story "); ok {
		p.stories = append(p.stories, Story{Name: name})
		return nil
	}
	if len(p.stories) == 0 {
		return errors.New("a script begins with a story")
	}
	if len(p.story().Steps) == 0 {
		if ok, err := p.takeHead(line); ok || err != nil {
			return err
		}
	}
	return p.takeStep(line)
}

// takeHead reads a line between the name of a story and its first step, and reports whether it was one.
func (p *parser) takeHead(line string) (ok bool, err error) {
	s := p.story()
	if row, ok := strings.CutPrefix(line, "- "); ok {
		values := list(row, "|")
		if len(values) != len(s.Slots) {
			return true, fmt.Errorf("%d values for %d slots", len(values), len(s.Slots))
		}
		s.Rows = append(s.Rows, values)
		return true, nil
	}
	key, value, _ := strings.Cut(line, ": ")
	switch role, isRole := strings.CutPrefix(key, "cast "); {
	case isRole:
		s.Cast = append(s.Cast, Role{Name: role, May: list(value, ",")})
	case key == "after":
		s.After = value
	case key == "waiting":
		long, label, _ := strings.Cut(value, " since ")
		s.Since = label
		s.Waiting, err = time.ParseDuration(long)
	case key == "wait":
		m := match(wait, value)
		if m == nil {
			return true, fmt.Errorf("%q is not a wait", value)
		}
		s.Waits = append(s.Waits, Staged{
			Owes: m["owes"], Waits: m["waits"], What: m["what"], On: m["on"], From: Deed(m["from"]), Until: Deed(m["until"]), By: m["by"],
		})
	case key == "slots":
		s.Slots = list(value, "|")
	default:
		return false, nil
	}
	return true, err
}

// takeStep reads a step. Where it names several labels it becomes as many steps.
func (p *parser) takeStep(line string) error {
	s := p.story()
	first, sentence, _ := strings.Cut(line, " ")
	m := match(pause, first)
	switch {
	case m == nil && len(s.Steps) > 0:
		return fmt.Errorf("a step after the first begins with a pause, not with %q", first)
	case m == nil:
		sentence = line
	}
	step, names, err := parseSentence(sentence)
	if err != nil {
		return err
	}
	step.line = p.line
	if m != nil {
		step.From = m["from"]
		if step.Delay, err = duration(m["delay"]); err != nil {
			return err
		}
	}
	for i, name := range names {
		if i > 0 {
			s.Steps = append(s.Steps, step)
			step.Delay, step.From = 0, ""
		}
		step.Name = name
	}
	s.Steps = append(s.Steps, step)
	p.into = len(s.Steps) - 1
	return nil
}

// takeText reads a line that belongs to the last step: of its text, of a file, or of what else can stand there.
func (p *parser) takeText(text string) error {
	if len(p.stories) == 0 || len(p.story().Steps) == 0 {
		return errors.New("a text belongs to a step")
	}
	if content, indented := strings.CutPrefix(text, "\t"); p.file && indented {
		p.text = append(p.text, content)
		return nil
	}
	if touched, ok := strings.CutPrefix(text, "touching "); ok {
		return p.takeTouched(list(touched, ","))
	}
	if name, ok := strings.CutPrefix(text, "file "); ok {
		p.endText()
		step := &p.story().Steps[p.into]
		step.Files = append(step.Files, File{Path: name})
		p.file = true
		return nil
	}
	if m := match(remark, text); m != nil {
		p.takeRemark(m)
		return nil
	}
	p.text = append(p.text, text)
	return nil
}

// takeTouched adds files to the last step.
func (p *parser) takeTouched(files []string) error {
	p.endText()
	step := &p.story().Steps[p.into]
	for _, f := range files {
		m := match(touch, f)
		if m == nil {
			return fmt.Errorf("%q is not a file that is touched", f)
		}
		step.Files = append(step.Files, File{Path: m["path"], Added: number(m["added"]), Removed: number(m["removed"])})
	}
	return nil
}

// takeRemark begins a remark on a line, as a step of its own that belongs to the review before it.
func (p *parser) takeRemark(m map[string]string) {
	p.endText()
	s := p.story()
	review := &s.Steps[p.into]
	about := review.About
	if review.Deed != Remarked {
		if review.Label == "" {
			review.Label = fmt.Sprintf("line-%d", review.line)
		}
		about = review.Label
	}
	s.Steps = append(s.Steps, Step{
		By: review.By, Deed: Remarked, On: review.On, About: about, Label: m["as"], File: m["file"], Line: number(m["line"]),
		Code: m["code"], line: p.line,
	})
	p.into++
}

// endText gives the text read so far to the step or file it belongs to.
func (p *parser) endText() {
	text, file := strings.Trim(strings.Join(p.text, "\n"), "\n"), p.file
	p.text, p.file = nil, false
	if text == "" {
		return
	}
	step := &p.story().Steps[p.into]
	if !file {
		step.Text = text
		return
	}
	f := &step.Files[len(step.Files)-1]
	f.Text, f.Added = text+"\n", strings.Count(text, "\n")+1
}
