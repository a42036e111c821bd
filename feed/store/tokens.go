package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/datelinehq/dateline/feed"
)

//nolint:gosec // names of columns
const tokenColumns = "id, hash, name, role, scopes, groups, sources, made_by, made, expires, revoked"

// PutToken keeps a new token.
func (db *DB) PutToken(ctx context.Context, k feed.Token) error {
	err := db.within(ctx, func(t *Tx) error {
		_, err := affect(ctx, t.tx, "insert into tokens ("+tokenColumns+") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
			k.ID, k.Hash, k.Name, k.Role, listText(k.Scopes), listText(k.Groups), listText(k.Sources), k.By,
			micros(k.Made), micros(k.Expires), micros(k.Revoked))
		return err
	})
	if err != nil {
		return fmt.Errorf("keep a token: %w", err)
	}
	return nil
}

// Token finds a token by its hash, whether it holds or not. It reports false if there is none.
func (db *DB) Token(ctx context.Context, hash string) (k feed.Token, found bool, err error) {
	k, err = readToken(db.read.QueryRowContext(ctx, "select "+tokenColumns+" from tokens where hash = $1", hash))
	if errors.Is(err, sql.ErrNoRows) {
		return feed.Token{}, false, nil
	}
	if err != nil {
		return feed.Token{}, false, fmt.Errorf("find a token: %w", err)
	}
	return k, true, nil
}

// Tokens lists all tokens there ever were, the newest first.
func (db *DB) Tokens(ctx context.Context) ([]feed.Token, error) {
	list, err := collect(ctx, db.read, readToken, "select "+tokenColumns+" from tokens order by made desc, id")
	if err != nil {
		return nil, fmt.Errorf("list the tokens: %w", err)
	}
	return list, nil
}

// RevokeToken makes a token hold no longer. The error is ErrNotFound if none that holds has the id.
func (db *DB) RevokeToken(ctx context.Context, id string, at time.Time) error {
	err := db.within(ctx, func(t *Tx) error {
		n, err := affect(ctx, t.tx, "update tokens set revoked = $2 where id = $1 and revoked = 0", id, micros(at))
		if err == nil && n == 0 {
			err = ErrNotFound
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("revoke the token %q: %w", id, err)
	}
	return nil
}

func readToken(row scanner) (k feed.Token, err error) {
	var scopes, groups, sources string
	var made, expires, revoked int64
	if err = row.Scan(&k.ID, &k.Hash, &k.Name, &k.Role, &scopes, &groups, &sources, &k.By, &made, &expires, &revoked); err != nil {
		return k, err
	}
	k.Scopes, k.Groups, k.Sources = textList(scopes), textList(groups), textList(sources)
	k.Made, k.Expires, k.Revoked = instant(made), instant(expires), instant(revoked)
	return k, nil
}

// listText writes a list of names as one text, empty where there are none.
func listText(names []string) string {
	if len(names) == 0 {
		return ""
	}
	text, _ := json.Marshal(names) //nolint:errchkjson // names can always be written
	return string(text)
}

// textList reads what listText wrote.
func textList(text string) (names []string) {
	if text != "" {
		_ = json.Unmarshal([]byte(text), &names)
	}
	return names
}
