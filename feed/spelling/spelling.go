// Package spelling guesses what a mistyped word was meant to be, for messages that say so.
//
// It imports the standard library only.
package spelling

// Nearest returns the word that is most like the given one: the first of those that take the fewest letters to change, add
// or drop. It is empty if that is half of the given word or more.
func Nearest(word string, words []string) string {
	best, distance := "", len([]rune(word))/2+1
	for _, w := range words {
		if d := Distance(word, w); d < distance {
			best, distance = w, d
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
