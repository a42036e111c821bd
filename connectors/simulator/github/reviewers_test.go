package github_test

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	gh "github.com/google/go-github/v75/github"

	"github.com/datelinehq/dateline/connectors/simulator/github"
)

// Who is asked to review a pull request now follows from its timeline: whoever was asked and has neither reviewed nor
// been released since.
func TestRequestedReviewersFollowFromTheTimeline(t *testing.T) {
	s := play(t, github.Options{})
	for day := range 4 {
		repo := []string{"api", "web"}[day%2]
		pulls := walk(t, func(ctx context.Context, l gh.ListOptions) ([]*gh.PullRequest, *gh.Response, error) {
			return s.client.PullRequests.List(ctx, "moorline", repo, &gh.PullRequestListOptions{State: "all", ListOptions: l})
		})
		for _, p := range pulls {
			timeline, _, err := s.client.Issues.ListIssueTimeline(t.Context(), "moorline", repo, p.GetNumber(), nil)
			if err != nil {
				t.Fatal(err)
			}
			asked := map[string]bool{}
			for _, m := range timeline {
				switch m.GetEvent() {
				case "review_requested":
					asked[m.GetReviewer().GetLogin()] = m.Reviewer != nil
				case "review_request_removed":
					delete(asked, m.GetReviewer().GetLogin())
				case "reviewed":
					delete(asked, m.GetUser().GetLogin())
				}
			}
			var want, got []string
			for login, still := range asked {
				if still {
					want = append(want, login)
				}
			}
			for _, u := range p.RequestedReviewers {
				got = append(got, u.GetLogin())
			}
			slices.Sort(want)
			slices.Sort(got)
			if !slices.Equal(want, got) {
				t.Errorf("#%d asks %v, by its timeline it is %v", p.GetNumber(), got, want)
			}
		}
		s.world.Advance(s.world.Now().AddDate(0, 0, 3))
	}
}

// Texts name issues and people as GitHub does, and only those that exist.
func TestReferences(t *testing.T) {
	s := play(t, github.Options{})
	within, across := regexp.MustCompile(`(?:^|[\s(])#([0-9]+)`), regexp.MustCompile(`moorline/(?:api|web)#[0-9]+`)
	links := 0
	for _, repo := range []string{"api", "web"} {
		issues := s.issues(t, repo, gh.IssueListByRepoOptions{State: "all"})
		titles := map[string]string{}
		for _, is := range issues {
			titles[strconv.Itoa(is.GetNumber())] = is.GetTitle()
		}
		for _, is := range issues {
			if strings.Contains(is.GetBody(), "[[") || strings.Contains(is.GetBody(), "@ines ") {
				t.Errorf("%s#%d was not put into GitHub's words:\n%s", repo, is.GetNumber(), is.GetBody())
			}
			for _, m := range within.FindAllStringSubmatch(is.GetBody(), -1) {
				if titles[m[1]] == "" {
					t.Errorf("%s#%d names %s, which does not exist", repo, is.GetNumber(), m[0])
				}
				links++
			}
			if m := across.FindString(is.GetBody()); strings.HasPrefix(m, "moorline/"+repo+"#") {
				t.Errorf("%s#%d names %s in full", repo, is.GetNumber(), m)
			}
		}
	}
	if links < 40 {
		t.Errorf("only %d references were found", links)
	}
}
