package store

import (
	"context"
	"database/sql"
	"sync"
)

// keptStatements is how many statements a pool keeps. Filters make some hundred of them; what comes after is prepared each
// time.
const keptStatements = 500

// A pool is the connections that are read by. It may keep what was prepared: SQLite parses and plans every statement anew
// otherwise, which takes longer than many a query. The driver of PostgreSQL does that by itself.
type pool struct {
	*sql.DB
	keeps bool

	mu   sync.Mutex
	kept map[string]*sql.Stmt
}

// QueryContext is that of [sql.DB], as is QueryRowContext.
func (p *pool) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	s, err := p.statement(ctx, query) //nolint:sqlclosecheck // it is kept until the pool closes
	if err != nil {
		return nil, err
	}
	if s == nil {
		return p.DB.QueryContext(ctx, query, args...)
	}
	return s.QueryContext(ctx, args...)
}

func (p *pool) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	s, err := p.statement(ctx, query) //nolint:sqlclosecheck // it is kept until the pool closes
	if err != nil || s == nil {       // a row tells what is wrong with a query itself
		return p.DB.QueryRowContext(ctx, query, args...)
	}
	return s.QueryRowContext(ctx, args...)
}

// statement is a query that is prepared, nil where it is not kept.
func (p *pool) statement(ctx context.Context, query string) (*sql.Stmt, error) {
	if !p.keeps {
		return nil, nil
	}
	p.mu.Lock()
	s, full := p.kept[query], len(p.kept) >= keptStatements
	p.mu.Unlock()
	if s != nil || full {
		return s, nil
	}
	fresh, err := p.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if s = p.kept[query]; s != nil { // somebody else was faster
		return s, fresh.Close() //nolint:sqlclosecheck // and the other one is kept
	}
	p.kept[query] = fresh
	return fresh, nil
}
