package jira

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/datelinehq/dateline/connectors"
)

// Probe asks who we are, whether we may browse the project, and how many issues the search finds.
func (s *search) Probe(ctx context.Context) (connectors.Findings, error) {
	var found connectors.Findings
	st, err := s.api.kind(ctx)
	if err != nil {
		return found, err
	}
	var me json.RawMessage
	if _, err := s.api.get(ctx, "rest/api/2/myself", nil, &me); err != nil {
		return found, err
	}
	found.As = account(me)
	if found.As.ID == "" {
		return found, errors.New("GET rest/api/2/myself: the answer does not say who we are")
	}
	if s.project != "" {
		name, err := s.named(ctx)
		if err != nil {
			return found, err
		}
		found.Reads = append(found.Reads, fmt.Sprintf("the project %s, %s", s.project, name))
		if err := s.permitted(ctx, &found); err != nil {
			return found, err
		}
	}
	n, err := s.howMany(ctx, st)
	if err != nil {
		return found, err
	}
	what := "issues"
	if n == 1 {
		what = "issue"
	}
	found.Reads = append(found.Reads, fmt.Sprintf("%d %s, with comments, work logs and history", n, what))
	return found, nil
}

// named is what people call the project.
func (s *search) named(ctx context.Context) (string, error) {
	var project struct {
		Name string `json:"name"`
	}
	_, err := s.api.get(ctx, "rest/api/2/project/"+url.PathEscape(s.project), nil, &project)
	if no := (*refusal)(nil); errors.As(err, &no) && no.status == http.StatusNotFound && no.said != "" {
		return "", fmt.Errorf("%w: the project %s does not exist or is not shared with the account (%w); grant it the permission Browse Projects", connectors.ErrAuth, s.project, err)
	}
	return project.Name, err
}

// permitted finds out whether the issues of the project may be seen.
func (s *search) permitted(ctx context.Context, found *connectors.Findings) error {
	var mine struct {
		Permissions map[string]struct {
			Have bool `json:"havePermission"`
		} `json:"permissions"`
	}
	query := url.Values{"permissions": {"BROWSE_PROJECTS"}, "projectKey": {s.project}}
	_, err := s.api.get(ctx, "rest/api/2/mypermissions", query, &mine)
	if no := (*refusal)(nil); errors.As(err, &no) && no.status == http.StatusNotFound {
		return nil // an old server that cannot tell
	}
	if err != nil {
		return err
	}
	if p, told := mine.Permissions["BROWSE_PROJECTS"]; told && !p.Have {
		found.Lacks = append(found.Lacks, fmt.Sprintf("the issues of %s: grant the account the permission Browse Projects", s.project))
	}
	return nil
}

// howMany counts the issues of the search; Jira Cloud does so roughly.
func (s *search) howMany(ctx context.Context, st *site) (int, error) {
	if !st.Cloud {
		f, err := s.ask(ctx, st, s.scope, walk{}, "created", "")
		return f.total, err
	}
	var got struct {
		Count count `json:"count"`
	}
	const path = "rest/api/3/search/approximate-count"
	if _, err := s.api.ask(ctx, http.MethodPost, path, path, map[string]string{"jql": s.scope}, &got); err != nil {
		return 0, s.meant(err, st)
	}
	return int(got.Count), nil
}
