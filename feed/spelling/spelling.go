// Package spelling guesses what a mistyped word was meant to be, for messages that say so.
//
// It imports the standard library only.
package spelling

import (
	"strings"
	"unicode/utf8"
)

// Nearest returns the word that is most like the given one, whatever their case: the first of those that take the fewest
// letters to change, add or drop, and rather one that begins alike, for people know how a word begins. It is empty if more
// than a third of the letters differ.
func Nearest(word string, words []string) string {
	letters := []rune(strings.ToLower(word))
	best, least := "", (len(letters)+2)/3*2+1
	for _, w := range words {
		differs := 2 * Distance(string(letters), strings.ToLower(w))
		if first, _ := utf8.DecodeRuneInString(strings.ToLower(w)); len(letters) > 0 && first != letters[0] {
			differs++
		}
		if differs < least {
			best, least = w, differs
		}
	}
	return best
}

// Distance counts the letters to change, add or drop to make b of a (Levenshtein).
func Distance(a, b string) int {
	from, to := []rune(a), []rune(b)
	row := make([]int, len(to)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range from {
		diagonal := row[0]
		row[0] = i + 1
		for j, s := range to {
			change := diagonal
			if r != s {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, diagonal+1)
		}
	}
	return row[len(to)]
}
