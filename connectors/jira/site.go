package jira

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	jira "github.com/andygrunwald/go-jira"

	"github.com/datelinehq/dateline/feed"
)

// look asks what sort of site it is and which statuses it has. What it cannot understand goes on the page.
func (a *api) look(ctx context.Context, page *feed.Page) (*site, error) {
	s, err := a.kind(ctx)
	if err != nil {
		return nil, err
	}
	all, err := a.statuses(ctx, page)
	if err != nil {
		return nil, err
	}
	s.keep(all)
	return s, nil
}

// kind asks what sort of site it is.
func (a *api) kind(ctx context.Context) (*site, error) {
	var info struct {
		BaseURL    string `json:"baseUrl"`
		Version    string `json:"version"`
		Deployment string `json:"deploymentType"`
	}
	if _, err := a.get(ctx, "rest/api/2/serverInfo", nil, &info); err != nil {
		return nil, a.placeless(err)
	}
	if info.Version == "" && info.BaseURL == "" && info.Deployment == "" {
		return nil, errors.New("GET rest/api/2/serverInfo: the answer does not say what Jira it is")
	}
	s := &site{fresh: true, Cloud: strings.EqualFold(info.Deployment, "cloud"), Web: a.base}
	if strings.Contains(a.base, "/ex/jira/") && info.BaseURL != "" {
		s.Web = strings.TrimRight(info.BaseURL, "/") // what OAuth apps talk to shows no pages
	}
	return s, nil
}

// placeless says what it means that the site does not know what every site knows.
func (a *api) placeless(err error) error {
	if no := (*refusal)(nil); errors.As(err, &no) && no.status == 404 {
		return fmt.Errorf("there is no Jira at url: %w", err)
	}
	return err
}

// statuses asks which statuses there are, and which of them are final. A server too old to say so has none here.
func (a *api) statuses(ctx context.Context, page *feed.Page) (map[string]bool, error) {
	var list []json.RawMessage
	if _, err := a.get(ctx, "rest/api/2/status", nil, &list); err != nil {
		return nil, err
	}
	if list == nil {
		return nil, errors.New("GET rest/api/2/status: the answer is no list")
	}
	all := map[string]bool{}
	for _, raw := range list {
		status := as[jira.Status](raw)
		if status == nil || status.ID == "" {
			page.Rejects = append(page.Rejects, reject("status", "", raw, "it has no id or is none"))
			continue
		}
		if category := status.StatusCategory.Key; category != "" && category != "undefined" {
			all[status.ID] = category == finished
		}
	}
	return all, nil
}
