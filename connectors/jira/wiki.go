package jira

import (
	"fmt"
	"regexp"
	"strings"
)

var (
	wikiMention = regexp.MustCompile(`\[~(?:accountid:)?([^\]\s]+)\]`)
	wikiLink    = regexp.MustCompile(`\[([^\]|\n]+)\|((?:https?://|mailto:)[^\]|\s]+)(?:\|[^\]\n]*)?\]`)
	wikiAddress = regexp.MustCompile(`\[((?:https?://|mailto:)[^\]|\s]+)\]`)
	wikiMono    = regexp.MustCompile(`\{\{([^}\n]+)\}\}`)
	wikiHeading = regexp.MustCompile(`^\s*h([1-6])\.\s+`)
	wikiList    = regexp.MustCompile(`^\s*([*#-]+)\s+`)
	wikiImage   = regexp.MustCompile(`!([^\s!|]+\.\w{2,5})(?:\|[^!\n]*)?!`)
	wikiDress   = regexp.MustCompile(`\{(?:color|panel)(?::[^}\n]*)?\}`)
	wikiFence   = regexp.MustCompile(`^\s*\{(code|noformat)(?::([^}\n]*))?\}`)
)

// readWiki writes the wiki text of a server as Markdown.
func readWiki(wiki string, people crowd) said {
	var out said
	var lines []string
	fence, quote := "", false
	for line := range strings.SplitSeq(strings.ReplaceAll(wiki, "\r\n", "\n"), "\n") {
		if fence != "" {
			before, after, ends := strings.Cut(line, "{"+fence+"}")
			if before != "" || !ends {
				lines = append(lines, before)
			}
			if !ends {
				continue
			}
			lines, fence = append(lines, "```"), ""
			if line = after; strings.TrimSpace(line) == "" {
				continue
			}
		}
		if found := wikiFence.FindStringSubmatch(line); found != nil {
			code := line[len(found[0]):]
			if inner, after, ends := strings.Cut(code, "{"+found[1]+"}"); ends {
				lines = append(lines, "```", inner, "```")
				if strings.TrimSpace(after) != "" {
					lines = append(lines, wikiLine(after, people, &out, quote))
				}
				continue
			}
			fence = found[1]
			lines = append(lines, "```"+language(found[2]))
			if code != "" {
				lines = append(lines, code)
			}
			continue
		}
		quote = unquote(line, quote, func(part string, quoted bool) {
			next := wikiLine(part, people, &out, quoted)
			if n := len(lines); n > 0 && strings.HasPrefix(lines[n-1], "> ") && !strings.HasPrefix(next, "> ") && next != "" {
				lines = append(lines, "") // or Markdown would take it for part of the quotation
			}
			lines = append(lines, next)
		})
	}
	if fence != "" {
		lines = append(lines, "```")
	}
	out.text = strings.TrimSpace(strings.Join(lines, "\n"))
	return out
}

// unquote hands on the parts of a line, which are quoted or not: {quote} begins and ends a quotation. It reports whether the
// next line is quoted.
func unquote(line string, quoted bool, part func(text string, quoted bool)) bool {
	if !strings.Contains(line, "{quote}") {
		part(line, quoted)
		return quoted
	}
	for i, text := range strings.Split(line, "{quote}") {
		if i > 0 {
			quoted = !quoted
		}
		if strings.TrimSpace(text) != "" {
			part(text, quoted)
		}
	}
	return quoted
}

// wikiLine writes one line that is no code.
func wikiLine(line string, people crowd, out *said, quoted bool) string {
	if rest, ok := strings.CutPrefix(strings.TrimSpace(line), "bq. "); ok {
		line, quoted = rest, true
	}
	switch {
	case wikiHeading.MatchString(line):
		line = wikiHeading.ReplaceAllStringFunc(line, func(h string) string {
			return strings.Repeat("#", int(strings.TrimSpace(h)[1]-'0')) + " "
		})
	case wikiList.MatchString(line):
		line = wikiList.ReplaceAllStringFunc(line, func(mark string) string {
			mark = strings.TrimSpace(mark)
			bullet := "- "
			if strings.HasSuffix(mark, "#") {
				bullet = "1. "
			} else if strings.Trim(mark, "-") == "" && len(mark) > 1 {
				return mark + " " // a dash, or a rule
			}
			return strings.Repeat("  ", len(mark)-1) + bullet
		})
	}
	// What is set in code is put aside, and back at the end.
	var code []string
	line = wikiMono.ReplaceAllStringFunc(line, func(mono string) string {
		code = append(code, "`"+mono[2:len(mono)-2]+"`")
		return fmt.Sprintf("\x00%d\x00", len(code)-1)
	})
	line = wikiDress.ReplaceAllString(line, "")
	line = wikiMention.ReplaceAllStringFunc(line, func(m string) string {
		id := wikiMention.FindStringSubmatch(m)[1]
		if !quoted {
			out.mentions = append(out.mentions, id)
		}
		return "@" + people.find(id, "").Label()
	})
	line = wikiLink.ReplaceAllString(line, "[$1]($2)")
	line = wikiAddress.ReplaceAllString(line, "$1")
	line = wikiImage.ReplaceAllString(line, "$1")
	for i, c := range code {
		line = strings.Replace(line, fmt.Sprintf("\x00%d\x00", i), c, 1)
	}
	if quoted {
		return "> " + line
	}
	return line
}

// language is the language of code, from what stands behind {code:.
func language(options string) string {
	for option := range strings.SplitSeq(options, "|") {
		if option != "" && !strings.Contains(option, "=") {
			return option
		}
	}
	return ""
}
