package holidays_test

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/datelinehq/dateline/feed/windows/holidays"
)

// TestAll checks what holds for every place and year.
func TestAll(t *testing.T) {
	for _, p := range holidays.Places() {
		for year := holidays.First; year <= p.Until; year++ {
			all, err := holidays.In(p.Code, year)
			if err != nil {
				t.Fatal(err)
			}
			least := 4
			if p.Code == "UA" && year <= 2026 { // it works on its holidays while martial law lasts
				least = 0
			}
			if len(all) < least || len(all) > 35 {
				t.Errorf("%s has %d holidays in %d", p.Code, len(all), year)
			}
			for i, h := range all {
				if h.Date.String()[:4] != strconv.Itoa(year) {
					t.Errorf("%s %d has %s", p.Code, year, h.Date)
				}
				if h.Name == "" || strings.TrimSpace(h.Name) != h.Name || strings.ContainsAny(h.Name, "{}:;?") {
					t.Errorf("%s %s has the name %q", p.Code, h.Date, h.Name)
				}
				if i > 0 && h.Date <= all[i-1].Date {
					t.Errorf("%s %s stands after %s", p.Code, h.Date, all[i-1].Date)
				}
			}
		}
		if _, err := holidays.In(p.Code, p.Until+1); err == nil {
			t.Errorf("%s is answered for %d", p.Code, p.Until+1)
		}
	}
}

// TestPlaces checks the list of places, and that the places that were promised are in it.
func TestPlaces(t *testing.T) {
	places := holidays.Places()
	code := regexp.MustCompile(`^[A-Z]{2}(-[A-Z0-9]{1,3})?$`)
	for i, p := range places {
		if !code.MatchString(p.Code) || p.Name == "" {
			t.Errorf("%q (%q) is no place", p.Code, p.Name)
		}
		if p.Until < 2026 || p.Until > holidays.Last || p.Settled < 2024 || p.Settled > p.Until {
			t.Errorf("%s is known until %d and settled until %d", p.Code, p.Until, p.Settled)
		}
		country, _, region := strings.Cut(p.Code, "-")
		if region && !slices.ContainsFunc(places[:i], func(q holidays.Place) bool { return q.Code == country }) {
			t.Errorf("%s does not stand after its country", p.Code)
		}
	}
	if !slices.IsSortedFunc(places, func(a, b holidays.Place) int { return cmp.Compare(a.Code, b.Code) }) {
		t.Error("the places are not in the order of their codes")
	}
	for promised := range strings.FieldsSeq(`
		DE-BW DE-BY DE-BE DE-BB DE-HB DE-HH DE-HE DE-MV DE-NI DE-NW DE-RP DE-SL DE-SN DE-ST DE-SH DE-TH US US-CA
		US-TX US-MA CA CA-AB CA-ON CA-QC CA-BC ES-CT ES-MD ES-AN AU-ACT AU-NSW AU-NT AU-QLD AU-SA AU-TAS AU-VIC
		AU-WA CH-ZH CH-GE CH-BE CH-TI GB-ENG GB-SCT GB-NIR GB-WLS NZ NZ-AUK NZ-WGN NZ-CAN IN IN-KA IN-MH PT BR AR CL
		CO MX JP KR CN HK SG MY ID PH TH VN IL AE SA TR EG ZA NG KE PL CZ SK HU RO BG GR CY RS HR SI UA NO SE FI DK
		IS EE LV LT NL BE LU FR IT AT IE`) {
		if !slices.ContainsFunc(places, func(p holidays.Place) bool { return p.Code == promised }) {
			t.Errorf("there is no %s", promised)
		}
	}
}

// TestVersion checks that the table says what state it is of.
func TestVersion(t *testing.T) {
	if v := holidays.Version(); !regexp.MustCompile(`^20\d\d-\d\d-\d\d-[0-9a-f]{8}$`).MatchString(v) {
		t.Errorf("the version is %q", v)
	}
}
