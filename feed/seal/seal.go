// Package seal makes of a secret what can be kept where others may read it: a database, its dumps, its backups.
//
// # What it promises
//
// What is sealed is opened only by whoever has the key, and only in the place it was sealed for: a place is the table, the
// column and the row, so that a sealed secret that somebody moves to another row is as good as one that was changed. AES-256
// in Galois/Counter Mode does both, from the standard library. Each seal has a nonce of 96 random bits of its own, which is
// enough for billions of them.
//
// There may be several keys. The newest, which comes first, seals, and all of them open: so a new key comes into use before
// the old one goes. A sealed text says which key it was sealed with, by a short name that is made of the key:
//
//	sealed:3f0c9a51:<nonce, ciphertext and tag in base64>
//
// # What it never does
//
// It reads no file and keeps nothing. That a secret is as long as it is, and that two of them are under one key, is no
// secret.
package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
)

const (
	// prefix is how a sealed text begins.
	prefix = "sealed:"
	// keySize is how many bytes a key has, nameSize how many letters its name.
	keySize, nameSize = 32, 8
)

// Lead is how many bytes a sealed text begins with that say which key it was sealed with.
const Lead = len(prefix) + nameSize

// A Key seals and opens.
type Key struct {
	name string
	box  cipher.AEAD
}

// Keys are those that may have sealed something, the newest first.
type Keys []Key

// New makes the text of a new key.
func New() string {
	key := make([]byte, keySize)
	_, _ = rand.Read(key) // it never fails
	return base64.StdEncoding.EncodeToString(key)
}

// Read makes keys of their texts, the newest first.
func Read(texts ...string) (Keys, error) {
	var keys Keys
	for _, text := range texts {
		key, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
		switch {
		case err != nil:
			return nil, errors.New("a key is 32 random bytes in base64, and this is not base64")
		case len(key) != keySize:
			return nil, fmt.Errorf("a key is 32 random bytes in base64, and this has %d", len(key))
		}
		block, err := aes.NewCipher(key)
		if err != nil {
			return nil, fmt.Errorf("use a key: %w", err)
		}
		box, err := cipher.NewGCMWithRandomNonce(block)
		if err != nil {
			return nil, fmt.Errorf("use a key: %w", err)
		}
		sum := sha256.Sum256(append([]byte("the name of a key of Dateline "), key...))
		keys = append(keys, Key{hex.EncodeToString(sum[:])[:nameSize], box})
	}
	return keys, nil
}

// Names are the names of the keys, the newest first.
func (ks Keys) Names() []string {
	names := make([]string, len(ks))
	for i, k := range ks {
		names[i] = k.name
	}
	return names
}

// Newest is how a text begins that is sealed with the newest key.
func (ks Keys) Newest() string { return prefix + ks[0].name }

// Seal seals a secret for a place with the newest key. There must be one.
func (ks Keys) Seal(secret, place string) string {
	closed := ks[0].box.Seal(nil, nil, []byte(secret), []byte(place)) //nolint:gosec // the box makes a nonce of its own
	return ks.Newest() + ":" + base64.RawStdEncoding.EncodeToString(closed)
}

// Open opens what was sealed for a place.
func (ks Keys) Open(sealed, place string) (string, error) {
	name, ok := Under(sealed)
	if !ok || len(sealed) <= Lead {
		return "", errors.New("it is not sealed")
	}
	for _, k := range ks {
		if k.name != name {
			continue
		}
		closed, err := base64.RawStdEncoding.DecodeString(sealed[Lead+1:])
		if err != nil {
			return "", errChanged
		}
		secret, err := k.box.Open(nil, nil, closed, []byte(place))
		if err != nil {
			return "", errChanged
		}
		return string(secret), nil
	}
	return "", fmt.Errorf("it is sealed with the key %s, which is none of those that are given", name)
}

var errChanged = errors.New("somebody changed it after it was sealed, or moved it here from elsewhere")

// Under tells the name of the key that a text is sealed with, by its beginning, and reports false if it is not sealed.
func Under(text string) (key string, sealed bool) {
	name, ok := strings.CutPrefix(text, prefix)
	if !ok || len(name) < nameSize || len(text) > Lead && text[Lead] != ':' {
		return "", false
	}
	return name[:nameSize], true
}
