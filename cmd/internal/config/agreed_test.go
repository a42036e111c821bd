package config_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/cmd/internal/config"
)

// An agreement can be read where the secrets, the database and the zones of the machine are not that it is used on.
func TestParseAgreement(t *testing.T) {
	none := func(string) (string, bool) { return "", false }
	for text, want := range map[string]string{
		`database: ${DATABASE_URL}
zoneinfo: /nowhere/at/all
sources: [{name: plan, every: often, tracker: {token: "${TOKEN}", token_file: /run/secrets/none}}]
subscribers: [{name: ops, webhook: "${HOOK}", secret_file: /run/secrets/none}]
people: [{name: Ana, accounts: {tracker: ana}}]
purposes: [{for: plans, source: plan}]
`: "",
		"":                                     "",
		"people":                               `f.yaml:1: expected settings such as people:, found "people"`,
		"peeple: [{name: Ana}]\ndatabase: 3\n": `f.yaml:1: unknown key "peeple"; did you mean "people"?`,
		"sources: [{name: plan, tracker: {}}]\npurposes:\n  - {for: plans, source: plam}\n": `f.yaml:3: purposes[0].source: ` +
			`"plam" is not one of the sources; did you mean "plan"?`,
		"people:\n  - {name: Ana, accounts: {trucker: ana}}\n": `f.yaml:2: people[0].accounts.trucker: ` +
			`"trucker" is no tool that is read; did you mean "tracker"?`,
		"people: [{name: \"${NAME}\"}]\n": "f.yaml:1: the environment variable NAME is not set",
		"people: [\n":                     "f.yaml:1: did not find expected node content",
	} {
		c, err := config.ParseAgreement("f.yaml", []byte(text), tools, none)
		said := ""
		if err != nil {
			said = err.Error()
		}
		if diff := cmp.Diff(want, said); diff != "" {
			t.Errorf("of %s\nis said (-want +got):\n%s", text, diff)
		}
		if err != nil || text == "" {
			continue
		}
		if len(c.People) != 1 || len(c.Sources) != 1 || c.Sources[0].Name != "plan" || c.Sources[0].Tool != "tracker" {
			t.Errorf("of %s\nis read %v, %v", text, c.People, c.Sources)
		}
	}
}
