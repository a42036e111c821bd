// Command queries prints what a dashboard of Grafana asks as rules of Prometheus, so that promtool can say whether the queries
// are well formed. Variables are given a value.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
)

// A rule is one query under a name.
type rule struct {
	Record string `json:"record"`
	Expr   string `json:"expr"`
}

// A group is rules as a file of Prometheus has them.
type group struct {
	Name  string `json:"name"`
	Rules []rule `json:"rules"`
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: queries DASHBOARD")
		os.Exit(2)
	}
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "queries:", err)
		os.Exit(1)
	}
}

func write(path string) error {
	text, err := os.ReadFile(path) //nolint:gosec // the one that is to be looked at
	if err != nil {
		return err
	}
	var board struct {
		Panels []struct{ Targets []struct{ Expr string } }
	}
	if err := json.Unmarshal(text, &board); err != nil {
		return err
	}
	all := group{Name: "dashboard"}
	for i, p := range board.Panels {
		if len(p.Targets) == 0 {
			return fmt.Errorf("panel %d asks nothing", i+1)
		}
		for j, t := range p.Targets {
			all.Rules = append(all.Rules, rule{fmt.Sprintf("panel:%d:%d", i+1, j+1), strings.ReplaceAll(t.Expr, "$namespace", "dateline")})
		}
	}
	// JSON is YAML too.
	return json.NewEncoder(os.Stdout).Encode(map[string][]group{"groups": {all}})
}
