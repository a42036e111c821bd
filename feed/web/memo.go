package web

import lru "github.com/hashicorp/golang-lru/v2"

// written is a text, what a picture in it is called that has no name, and how much of it is wanted, where not all is.
type written struct {
	text, picture string
	limit         int
}

// memo is what was made of the texts that were asked for last.
type memo[T any] struct{ last *lru.Cache[written, T] }

// memorable is how many texts are remembered, longestMemorable how long each is at most, in bytes.
const memorable, longestMemorable = 400, 2 << 10

func newMemo[T any]() *memo[T] {
	last, err := lru.New[written, T](memorable)
	if err != nil {
		panic(err) // only a size that is none is refused
	}
	return &memo[T]{last}
}

// of returns what is made of a text.
func (m *memo[T]) of(w written, make func() T) T {
	if made, known := m.last.Get(w); known {
		return made
	}
	made := make()
	if len(w.text) <= longestMemorable {
		m.last.Add(w, made)
	}
	return made
}
