package store

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/datelinehq/dateline/feed/seal"
)

// ErrNoKey says that a secret was not kept, for there is no key to seal it with.
var ErrNoKey = errors.New("a secret is kept only if there is a key to seal it with; " +
	"write the path of one as encryption: {key_file: …}")

// A vault is a column that holds secrets. Its rows are found by whose they are, and what is sealed in one is bound to that.
type vault struct {
	table, column, whose string
	// openly says that without a key it is kept as it is: whoever fills it leaves out then what is secret.
	openly bool
}

// vaults are all columns that hold secrets: what doorbells agreed on, what addresses are signed with, and sessions.
var vaults = []vault{
	{"sources", "kept", "name", false},
	{"signing", "key", "cast(id as text)", false},
	{"sessions", "data", "token", true},
}

// place is where a secret is sealed for.
func (v vault) place(whose string) string { return v.table + "." + v.column + " of " + whose }

var keptOfSources, signingKeys, dataOfSessions = vaults[0], vaults[1], vaults[2]

// Guard has secrets sealed with the newest of these keys from now on, and opened with any of them. It comes before all else.
func (db *DB) Guard(keys seal.Keys) { db.keys = keys }

// Keys are the names of the keys, the newest first.
func (db *DB) Keys() []string { return db.keys.Names() }

// Guarded reports whether there is a key.
func (db *DB) Guarded() bool { return len(db.keys) > 0 }

// seal is what is written of a secret: the secret itself where there is no key.
func (db *DB) seal(v vault, whose, secret string) string {
	if secret == "" || !db.Guarded() {
		return secret
	}
	return db.keys.Seal(secret, v.place(whose))
}

// open is the reverse. What was written before there was a key is as it is.
func (db *DB) open(v vault, whose, text string) (string, error) {
	if _, sealed := seal.Under(text); !sealed {
		return text, nil
	}
	secret, err := db.keys.Open(text, v.place(whose))
	if err != nil {
		return "", fmt.Errorf("open what is sealed in %s: %w", v.place(whose), err)
	}
	return secret, nil
}

// Sealed counts the secrets that are kept by the name of the key that each is sealed with, those that are not sealed and
// should be under "".
func (db *DB) Sealed(ctx context.Context) (map[string]int, error) {
	type count struct {
		lead string
		n    int
	}
	counts := map[string]int{}
	for _, v := range vaults {
		list, err := collect(ctx, db.read, func(row scanner) (c count, err error) { return c, row.Scan(&c.lead, &c.n) },
			"select substr("+v.column+", 1, $1) as lead, count(*) from "+v.table+" where "+v.column+" <> '' group by lead", seal.Lead)
		if err != nil {
			return nil, fmt.Errorf("count the secrets in %s: %w", v.table, err)
		}
		for _, c := range list {
			if key, sealed := seal.Under(c.lead); sealed || db.Guarded() || !v.openly {
				counts[key] += c.n
			}
		}
	}
	return counts, nil
}

// resealing is how many secrets are sealed anew in one go.
const resealing = 200

// Reseal seals with the newest key what is sealed with another one, and what is not sealed at all; only the latter if plain
// is set. What is done is done if it is stopped half-way. It returns how many secrets it sealed.
func (db *DB) Reseal(ctx context.Context, plain bool) (done int, err error) {
	if !db.Guarded() {
		return 0, ErrNoKey
	}
	but := db.keys.Newest()
	if plain {
		but = "sealed:"
	}
	for _, v := range vaults {
		for n := resealing; n == resealing; {
			if n, err = db.reseal(ctx, v, but); err != nil {
				return done, fmt.Errorf("seal the secrets in %s: %w", v.table, err)
			}
			done += n
		}
	}
	return done, nil
}

// reseal seals at most so many secrets of a vault, of those that do not begin like that.
func (db *DB) reseal(ctx context.Context, v vault, but string) (n int, err error) {
	err = db.within(ctx, func(t *Tx) error {
		type row struct{ whose, text string }
		rows, err := collect(ctx, t.tx, func(s scanner) (r row, err error) { return r, s.Scan(&r.whose, &r.text) },
			"select "+v.whose+", "+v.column+" from "+v.table+" where "+v.column+" <> '' and substr("+v.column+", 1, $1) <> $2"+
				" limit $3", len(but), but, resealing)
		if err != nil {
			return err
		}
		n = len(rows)
		for _, r := range rows {
			secret, err := db.open(v, r.whose, r.text)
			if err != nil {
				return err
			}
			// Whoever changed it meanwhile has sealed it.
			if _, err := affect(ctx, t.tx, "update "+v.table+" set "+v.column+" = $1 where "+v.whose+" = $2 and "+v.column+" = $3",
				db.seal(v, r.whose, secret), r.whose, r.text); err != nil {
				return err
			}
		}
		return nil
	})
	return n, err
}

// Unseal forgets the secrets that none of the keys opens, and returns how many there were: doorbells have to be agreed on
// anew, whoever is logged in logs in again, and addresses that were signed hold no longer.
func (db *DB) Unseal(ctx context.Context) (forgotten int, err error) {
	err = db.within(ctx, func(t *Tx) error {
		for _, v := range vaults {
			conditions := []string{v.column + " like 'sealed:%'"}
			for _, name := range db.keys.Names() {
				conditions = append(conditions, v.column+" not like 'sealed:"+name+":%'")
			}
			statement := "delete from " + v.table
			if v == keptOfSources {
				statement = "update " + v.table + " set " + v.column + " = ''"
			}
			n, err := affect(ctx, t.tx, statement+" where "+strings.Join(conditions, " and "))
			if err != nil {
				return fmt.Errorf("forget secrets in %s: %w", v.table, err)
			}
			forgotten += int(n)
		}
		return nil
	})
	return forgotten, err
}
