package store

import (
	"context"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// putParts makes the parts of a source sources of their own. Nil says nothing about them.
func (t *Tx) putParts(ctx context.Context, src place, parts []feed.Part, at time.Time) error {
	if parts == nil {
		return nil
	}
	type child struct {
		id       int64
		part     feed.Part
		retired  int64
		mentions int
	}
	rows, err := collect(ctx, t.tx, func(row scanner) (*child, error) {
		var c child
		return &c, row.Scan(&c.id, &c.part.ID, &c.part.Name, &c.retired)
	}, "select id, part_id, part_name, retired from sources where parent = $1", src.id)
	if err != nil {
		return err
	}
	children := map[string]*child{}
	for _, c := range rows {
		children[c.part.ID] = c
	}
	for _, p := range parts {
		p = feed.Part{ID: feed.Text(p.ID, feed.MaxKey), Name: feed.Text(p.Name, feed.MaxName)}
		c, known := children[p.ID]
		if !known {
			if err := t.addPart(ctx, src, p, at); err != nil {
				return err
			}
			children[p.ID] = &child{part: p, mentions: 1}
			continue
		}
		c.mentions++
		if c.part == p && c.retired == 0 {
			continue
		}
		_, err := t.tx.ExecContext(ctx, `update sources set part_name = $2, retired = 0,
			due = case when retired = 1 then $3 else due end where id = $1`, c.id, p.Name, micros(at))
		if err != nil {
			return err
		}
		c.part, c.retired = p, 0
	}
	for _, c := range rows {
		if c.mentions == 0 && c.retired == 0 {
			if _, err := t.tx.ExecContext(ctx, "update sources set retired = 1 where id = $1", c.id); err != nil {
				return err
			}
		}
	}
	return nil
}

// addPart adds a source for a part that was not known. If its name belongs to another source, such as a part that has
// been renamed since, the id makes the difference.
func (t *Tx) addPart(ctx context.Context, src place, p feed.Part, at time.Time) error {
	name := src.name + "/" + p.Name
	taken, err := one[bool](t.tx.QueryRowContext(ctx, "select exists (select 1 from sources where name = $1)", name))
	if err != nil {
		return err
	}
	if taken {
		name += "~" + p.ID
	}
	_, err = t.tx.ExecContext(ctx, `insert into sources (name, tool, parent, part_id, part_name, state, since, due)
		values ($1, $2, $3, $4, $5, $6, $7, $7)`, name, src.tool, src.id, p.ID, p.Name, string(feed.SourceNew), micros(at))
	return err
}
