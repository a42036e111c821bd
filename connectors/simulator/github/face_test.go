package github_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	gh "github.com/google/go-github/v75/github"

	"github.com/datelinehq/dateline/connectors/simulator/github"
	"github.com/datelinehq/dateline/connectors/simulator/world"
)

// tuesday is an ordinary working day.
var tuesday = time.Date(2026, time.November, 24, 14, 0, 0, 0, time.UTC)

// A stage is a world, its face, a server for it and a real client.
type stage struct {
	world  *world.World
	face   *github.Face
	base   string
	client *gh.Client
}

func play(t *testing.T, o github.Options) *stage {
	t.Helper()
	w, err := world.New(world.Options{Seed: 1, Now: tuesday})
	if err != nil {
		t.Fatal(err)
	}
	face := github.New(w, o)
	server := httptest.NewServer(face)
	t.Cleanup(server.Close)
	client := gh.NewClient(nil).WithAuthToken("any")
	if client.BaseURL, err = url.Parse(server.URL + "/"); err != nil {
		t.Fatal(err)
	}
	return &stage{world: w, face: face, base: server.URL, client: client}
}

// An answer is what came back; ok says that its body came whole.
type answer struct {
	status int
	header http.Header
	body   []byte
	ok     bool
}

// get asks for a path with a token and further headers, given in pairs.
func (s *stage) get(t *testing.T, path string, headers ...string) answer {
	t.Helper()
	if path[0] == '/' {
		path = s.base + path
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer any")
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
		if headers[i+1] == "" {
			req.Header.Del(headers[i])
		}
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return answer{status: resp.StatusCode, header: resp.Header, body: body, ok: err == nil}
}

// walk reads all pages of a listing.
func walk[T any](t *testing.T, page func(context.Context, gh.ListOptions) ([]T, *gh.Response, error)) []T {
	t.Helper()
	var all []T
	o := gh.ListOptions{PerPage: 100}
	for {
		some, resp, err := page(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, some...)
		if resp.NextPage == 0 {
			return all
		}
		if len(some) != 100 {
			t.Fatalf("a page with a next one has %d entries", len(some))
		}
		o.Page = resp.NextPage
	}
}

func (s *stage) issues(t *testing.T, repo string, o gh.IssueListByRepoOptions) []*gh.Issue {
	return walk(t, func(ctx context.Context, l gh.ListOptions) ([]*gh.Issue, *gh.Response, error) {
		o.ListOptions = l
		return s.client.Issues.ListByRepo(ctx, "moorline", repo, &o)
	})
}

// deeds counts the acts of a project by deed.
func (s *stage) deeds(project string) map[world.Deed]int {
	n := map[world.Deed]int{}
	for _, a := range s.world.Acts(0) {
		if a.Project == project {
			n[a.Deed]++
		}
	}
	return n
}

// Everything that happened in the world can be read by a real client, once.
func TestEverythingCanBeRead(t *testing.T) {
	s := play(t, github.Options{})
	for _, repo := range []string{"api", "web"} {
		t.Run(repo, func(t *testing.T) {
			n := s.deeds(repo)
			issues := s.issues(t, repo, gh.IssueListByRepoOptions{State: "all"})
			pulls := walk(t, func(ctx context.Context, l gh.ListOptions) ([]*gh.PullRequest, *gh.Response, error) {
				return s.client.PullRequests.List(ctx, "moorline", repo, &gh.PullRequestListOptions{State: "all", ListOptions: l})
			})
			comments := walk(t, func(ctx context.Context, l gh.ListOptions) ([]*gh.IssueComment, *gh.Response, error) {
				return s.client.Issues.ListComments(ctx, "moorline", repo, 0, &gh.IssueListCommentsOptions{ListOptions: l})
			})
			remarks := walk(t, func(ctx context.Context, l gh.ListOptions) ([]*gh.PullRequestComment, *gh.Response, error) {
				return s.client.PullRequests.ListComments(ctx, "moorline", repo, 0, &gh.PullRequestListCommentsOptions{ListOptions: l})
			})
			events := walk(t, func(ctx context.Context, l gh.ListOptions) ([]*gh.IssueEvent, *gh.Response, error) {
				return s.client.Issues.ListRepositoryEvents(ctx, "moorline", repo, &l)
			})
			releases := walk(t, func(ctx context.Context, l gh.ListOptions) ([]*gh.RepositoryRelease, *gh.Response, error) {
				return s.client.Repositories.ListReleases(ctx, "moorline", repo, &l)
			})
			byEvent := map[string]int{}
			for _, e := range events {
				byEvent[e.GetEvent()]++
			}
			reviews := 0
			for _, p := range pulls {
				some, _, err := s.client.PullRequests.ListReviews(t.Context(), "moorline", repo, p.GetNumber(), nil)
				if err != nil {
					t.Fatal(err)
				}
				reviews += len(some)
			}
			for _, c := range []struct {
				what      string
				got, want int
			}{
				{"issues", len(issues), n[world.Opened]},
				{"comments", len(comments), n[world.Commented]},
				{"remarks", len(remarks), n[world.Remarked] + n[world.Replied]},
				{"reviews", reviews, n[world.Approved] + n[world.Refused] + n[world.Reviewed] + n[world.Replied]},
				{"releases", len(releases), n[world.Released]},
				{"merges", byEvent["merged"], n[world.Merged]},
				{"closings", byEvent["closed"], n[world.Closed] + n[world.Merged]},
				{"reopenings", byEvent["reopened"], n[world.Reopened]},
				{"labels set", byEvent["labeled"], n[world.Labelled]},
				{"drafts made ready", byEvent["ready_for_review"], n[world.Readied]},
				{"titles changed", byEvent["renamed"], n[world.Renamed]},
				{"milestones", byEvent["milestoned"], n[world.Scheduled]},
			} {
				if c.got != c.want {
					t.Errorf("%d %s, the world has %d", c.got, c.what, c.want)
				}
			}
			if byEvent["review_requested"] < n[world.Asked] {
				t.Errorf("%d reviews were requested in %d acts", byEvent["review_requested"], n[world.Asked])
			}
			numbers, ids := map[int]bool{}, map[int64]bool{}
			for _, is := range issues {
				if numbers[is.GetNumber()] || ids[is.GetID()] {
					t.Errorf("#%d comes twice", is.GetNumber())
				}
				numbers[is.GetNumber()], ids[is.GetID()] = true, true
			}
		})
	}
}

// updated_at is the time of the last thing that happened to an issue, whichever listing shows it.
func TestUpdatedMoves(t *testing.T) {
	s := play(t, github.Options{})
	last := map[int]time.Time{}
	for _, is := range s.issues(t, "web", gh.IssueListByRepoOptions{State: "all"}) {
		last[is.GetNumber()] = is.GetCreatedAt().Time
		timeline := walk(t, func(ctx context.Context, l gh.ListOptions) ([]*gh.Timeline, *gh.Response, error) {
			return s.client.Issues.ListIssueTimeline(ctx, "moorline", "web", is.GetNumber(), &l)
		})
		for _, m := range timeline {
			at := m.GetCreatedAt().Time
			if m.SubmittedAt != nil {
				at = m.SubmittedAt.Time
			}
			if m.GetEvent() != "cross-referenced" && m.GetEvent() != "committed" && at.After(last[is.GetNumber()]) {
				last[is.GetNumber()] = at
			}
		}
		if got := is.GetUpdatedAt().Time; got.Before(last[is.GetNumber()]) {
			t.Errorf("#%d was updated at %s and something happened to it at %s", is.GetNumber(), got, last[is.GetNumber()])
		}
		if !is.IsPullRequest() {
			continue
		}
		pull, _, err := s.client.PullRequests.Get(t.Context(), "moorline", "web", is.GetNumber())
		if err != nil {
			t.Fatal(err)
		}
		if !pull.GetUpdatedAt().Equal(is.GetUpdatedAt()) || pull.GetState() != is.GetState() || pull.GetTitle() != is.GetTitle() {
			t.Errorf("#%d is not the same as issue and as pull request", is.GetNumber())
		}
	}
}

// The defaults of the listings are those of github.com.
func TestDefaults(t *testing.T) {
	s := play(t, github.Options{})
	decode := func(path string) (list []struct {
		Number             int
		State              string
		ID                 int64
		CreatedAt          time.Time `json:"created_at"`
		UpdatedAt          time.Time `json:"updated_at"`
		RequestedReviewers []any     `json:"requested_reviewers"`
		Issue              any
	}) {
		got := s.get(t, "/repos/moorline/api/"+path)
		if got.status != http.StatusOK {
			t.Fatalf("%s: %d", path, got.status)
		}
		if err := json.Unmarshal(got.body, &list); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		return list
	}
	if got := decode("issues?state=all"); len(got) != 30 {
		t.Errorf("a page has %d issues, not 30", len(got))
	}
	if got := decode("issues?state=all&per_page=500"); len(got) != 100 {
		t.Errorf("a page has %d issues, not 100", len(got))
	}
	for i, is := range decode("issues") {
		if is.State != "open" || i > 0 && is.CreatedAt.After(decode("issues")[i-1].CreatedAt) {
			t.Errorf("#%d is %s or out of order", is.Number, is.State)
		}
	}
	order := func(path string, less func(i int) bool) {
		t.Helper()
		for i := 1; i < len(decode(path)); i++ {
			if !less(i) {
				t.Errorf("%s: entries %d and %d are out of order", path, i-1, i)
				return
			}
		}
	}
	updated := decode("issues?state=all&sort=updated&direction=asc")
	order("issues?state=all&sort=updated&direction=asc", func(i int) bool { return !updated[i].UpdatedAt.Before(updated[i-1].UpdatedAt) })
	pulls := decode("pulls?state=all&sort=updated")
	order("pulls?state=all&sort=updated", func(i int) bool { return !pulls[i].UpdatedAt.Before(pulls[i-1].UpdatedAt) })
	events := decode("issues/events")
	order("issues/events", func(i int) bool { return events[i].ID < events[i-1].ID && events[i].Issue != nil })
	comments := decode("issues/comments")
	order("issues/comments", func(i int) bool { return comments[i].ID > comments[i-1].ID })
	ignored := decode("issues/comments?direction=desc")
	if ignored[0].ID != comments[0].ID {
		t.Error("the direction of comments counts without a sort")
	}
	waiting := 0
	for _, p := range decode("pulls?per_page=100") {
		waiting += len(p.RequestedReviewers)
	}
	if waiting < 4 {
		t.Errorf("%d reviews are waited for, fewer than the stories promise", waiting)
	}
}

func TestSinceIsInclusive(t *testing.T) {
	s := play(t, github.Options{})
	all := s.issues(t, "api", gh.IssueListByRepoOptions{State: "all", Sort: "updated", Direction: "asc"})
	from := all[len(all)/2].GetUpdatedAt().Time
	want := 0
	for _, is := range all {
		if !is.GetUpdatedAt().Before(from) {
			want++
		}
	}
	if got := len(s.issues(t, "api", gh.IssueListByRepoOptions{State: "all", Since: from})); got != want {
		t.Errorf("%d issues since %s, want %d", got, from, want)
	}
	if got := s.get(t, "/repos/moorline/api/issues?since=yesterday"); got.status != http.StatusUnprocessableEntity {
		t.Errorf("since=yesterday is answered %d", got.status)
	}
}

// Two faces of one world give the same bytes, so that an ETag outlives a restart.
func TestSameBytes(t *testing.T) {
	one, two := play(t, github.Options{Base: "http://team.example"}), play(t, github.Options{Base: "http://team.example"})
	for _, path := range []string{
		"/issues?state=all&per_page=100", "/pulls?state=all&per_page=100", "/issues/events?per_page=100", "/pulls/comments?per_page=100",
		"/commits?per_page=100", "/contents/docs/decisions", "/milestones", "/labels", "",
	} {
		a, b := one.get(t, "/repos/moorline/api"+path), two.get(t, "/repos/moorline/api"+path)
		if a.status != http.StatusOK || a.header.Get("ETag") != b.header.Get("ETag") {
			t.Errorf("%s: %d, and the ETags are %s and %s", path, a.status, a.header.Get("ETag"), b.header.Get("ETag"))
		}
	}
}

// A group that is asked to review is a team, until one of its members has reviewed.
func TestTeams(t *testing.T) {
	s := play(t, github.Options{})
	events := walk(t, func(ctx context.Context, l gh.ListOptions) ([]*gh.IssueEvent, *gh.Response, error) {
		return s.client.Issues.ListRepositoryEvents(ctx, "moorline", "api", &l)
	})
	waiting, answered := 0, 0
	for _, e := range events {
		if e.GetRequestedTeam().GetSlug() != "backend" {
			continue
		}
		pull, _, err := s.client.PullRequests.Get(t.Context(), "moorline", "api", e.GetIssue().GetNumber())
		if err != nil {
			t.Fatal(err)
		}
		if len(pull.RequestedTeams) > 0 {
			waiting++
		} else {
			answered++
		}
		if e.RequestedReviewer != nil || len(pull.RequestedReviewers) > 0 {
			t.Errorf("#%d asks a person and not the team", pull.GetNumber())
		}
	}
	if waiting != 1 {
		t.Errorf("%d teams are waited for, and %d have answered; the stories leave one waiting", waiting, answered)
	}
}
