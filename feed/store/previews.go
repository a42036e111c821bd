package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// PutPreview keeps what is known of a video in place of what was kept before.
func (db *DB) PutPreview(ctx context.Context, p feed.Preview) error {
	body := p.Picture.Body
	if body == nil {
		body = []byte{}
	}
	_, err := db.write.ExecContext(ctx, `insert into previews (url, title, length, asked, problem, picture, type, width, height, size, body)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		on conflict (url) do update set title = excluded.title, length = excluded.length, asked = excluded.asked, problem = excluded.problem,
		picture = excluded.picture, type = excluded.type, width = excluded.width, height = excluded.height, size = excluded.size,
		body = excluded.body`,
		p.URL, feed.Text(p.Title, feed.MaxTitle), p.Length.Microseconds(), micros(p.Asked), feed.Text(p.Problem, feed.MaxTitle),
		p.Picture.Name, p.Picture.Type, p.Picture.Width, p.Picture.Height, len(body), body)
	if err != nil {
		return fmt.Errorf("keep the preview of %s: %w", p.URL, err)
	}
	return nil
}

// TrimPreviews forgets those that were asked for longest ago, until at most so many are kept, with pictures of so many bytes.
func (db *DB) TrimPreviews(ctx context.Context, most int, size int64) error {
	_, err := db.write.ExecContext(ctx, `delete from previews where url in (select url from (
		select url, row_number() over (order by asked desc, url) as place, cast(sum(size) over (order by asked desc, url) as bigint) as size
		from previews) ranked where place > $1 or size > $2)`, most, size)
	if err != nil {
		return fmt.Errorf("forget the oldest previews: %w", err)
	}
	return nil
}

// Previews returns what is known of videos, by their address and without the bodies of their pictures.
func (db *DB) Previews(ctx context.Context, urls []string) (map[string]feed.Preview, error) {
	c := conditions{dialect: db.dialect}
	c.among(urls, "url")
	if c.err != nil {
		return nil, fmt.Errorf("look for previews: %w", c.err)
	}
	list, err := collect(ctx, db.read, func(row scanner) (p feed.Preview, err error) {
		var length, asked int64
		err = row.Scan(&p.URL, &p.Title, &length, &asked, &p.Problem, &p.Picture.Name, &p.Picture.Type, &p.Picture.Width, &p.Picture.Height)
		p.Length, p.Asked = time.Duration(length)*time.Microsecond, instant(asked)
		return p, err
	}, "select url, title, length, asked, problem, picture, type, width, height from previews"+c.where(), c.args...)
	if err != nil {
		return nil, fmt.Errorf("look for previews: %w", err)
	}
	known := make(map[string]feed.Preview, len(list))
	for _, p := range list {
		known[p.URL] = p
	}
	return known, nil
}

// Picture finds the picture of a preview by its name.
func (db *DB) Picture(ctx context.Context, name string) (p feed.Picture, found bool, err error) {
	p.Name = name
	err = db.read.QueryRowContext(ctx, "select type, width, height, body from previews where picture = $1 and picture <> '' limit 1", name).
		Scan(&p.Type, &p.Width, &p.Height, &p.Body)
	if errors.Is(err, sql.ErrNoRows) {
		return feed.Picture{}, false, nil
	}
	if err != nil {
		return feed.Picture{}, false, fmt.Errorf("read the picture %s: %w", name, err)
	}
	return p, true, nil
}
