package jira_test

import (
	"strings"
	"testing"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/connectors/jira"
)

func TestSettings(t *testing.T) {
	const site = "https://acme.atlassian.net"
	for _, test := range []struct {
		config jira.Config
		wrong  string // what the error must name; empty for none
	}{
		{jira.Config{URL: site, Project: "PROJ", Email: "ana@acme.example", Token: "t"}, ""},
		{jira.Config{URL: site + "/", JQL: `labels = "order by me" ORDER BY rank`, Token: "t"}, ""},
		{jira.Config{URL: "http://jira.acme.example:8080/jira", Project: "PROJ", JQL: "type = Bug"}, ""},
		{jira.Config{Project: "PROJ"}, "url"},
		{jira.Config{URL: "acme.atlassian.net", Project: "PROJ"}, "url"},
		{jira.Config{URL: "https://ana:secret@acme.atlassian.net", Project: "PROJ"}, "url"},
		{jira.Config{URL: site + "?a=b", Project: "PROJ"}, "url"},
		{jira.Config{URL: site}, "project"},
		{jira.Config{URL: site, Project: `PROJ" OR project = "B`}, "project"},
		{jira.Config{URL: site, JQL: "  order  by created"}, "jql"},
		{jira.Config{URL: site, JQL: `project = A) OR (project = B`}, "jql"},
		{jira.Config{URL: site, JQL: `summary ~ "half`}, "jql"},
		{jira.Config{URL: site, Project: "PROJ", Email: "ana@acme.example"}, "token"},
	} {
		_, err := test.config.Open(connectors.Env{Source: "support"})
		switch {
		case test.wrong == "" && err != nil:
			t.Errorf("%+v: %v", test.config, err)
		case test.wrong != "" && (err == nil || !strings.Contains(err.Error(), test.wrong)):
			t.Errorf("%+v: the error is %v, which does not name %s", test.config, err, test.wrong)
		case err != nil && strings.Contains(err.Error(), "secret"):
			t.Errorf("a credential stands in %v", err)
		}
	}
}

// TestListing checks that a whole project can be listed, and a search cannot: what it no longer finds is not gone.
func TestListing(t *testing.T) {
	for want, config := range map[bool]jira.Config{
		true:  {URL: "https://acme.atlassian.net", Project: "PROJ"},
		false: {URL: "https://acme.atlassian.net", Project: "PROJ", JQL: "resolution is empty"},
	} {
		c, err := config.Open(connectors.Env{})
		if err != nil {
			t.Fatal(err)
		}
		if _, lists := c.(connectors.Lister); lists != want {
			t.Errorf("%+v lists: %v", config, lists)
		}
		if _, rings := c.(connectors.Bell); !rings {
			t.Errorf("%+v has no doorbell", config)
		}
	}
}

func TestCredential(t *testing.T) {
	a, b := jira.Config{URL: "https://a.example", Token: "t"}, jira.Config{URL: "https://b.example", Token: "t"}
	if a.Credential() == b.Credential() {
		t.Error("two sites share limits")
	}
}
