package jira

import "testing"

func TestScope(t *testing.T) {
	for _, test := range []struct{ project, jql, want string }{
		{"SUP", "", `project = "SUP" AND updated >= 1700000000000 ORDER BY updated ASC, key ASC`},
		{"", `type = Bug OR type = Task order by rank`, `(type = Bug OR type = Task) AND updated >= 1700000000000 ORDER BY updated ASC, key ASC`},
		{"SUP", "labels = x\nORDER\tBY created desc", `project = "SUP" AND (labels = x) AND updated >= 1700000000000 ORDER BY updated ASC, key ASC`},
		{"", `summary ~ "in order by \" date" AND assignee = 'order by'`, `(summary ~ "in order by \" date" AND assignee = 'order by') AND updated >= 1700000000000 ORDER BY updated ASC, key ASC`},
	} {
		if got := ascending(scope(test.project, test.jql), "updated", 1700000000000); got != test.want {
			t.Errorf("project %q and jql %q make\n%s, not\n%s", test.project, test.jql, got, test.want)
		}
	}
	if got, want := ascending(scope("SUP", ""), "created", 0), `project = "SUP" ORDER BY created ASC, key ASC`; got != want {
		t.Errorf("from the beginning it is %s, not %s", got, want)
	}
}

func FuzzScope(f *testing.F) {
	for _, jql := range []string{`a = "b" order by c`, `a = 'b\'`, `((a = b)`, `order by`, "a = \"\\"} {
		f.Add(jql)
	}
	f.Fuzz(func(t *testing.T, jql string) {
		if bare, closed := blank(jql); len(bare) != len(jql) || closed && balanced(jql) && !balanced(unordered(jql)) {
			t.Errorf("%q is taken apart wrongly", jql)
		}
	})
}
