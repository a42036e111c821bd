package holidays_test

import (
	"bufio"
	"cmp"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/ar"
	"github.com/rickar/cal/v2/at"
	"github.com/rickar/cal/v2/au"
	"github.com/rickar/cal/v2/be"
	"github.com/rickar/cal/v2/bg"
	"github.com/rickar/cal/v2/br"
	"github.com/rickar/cal/v2/ca"
	"github.com/rickar/cal/v2/ch"
	"github.com/rickar/cal/v2/cz"
	"github.com/rickar/cal/v2/de"
	"github.com/rickar/cal/v2/dk"
	"github.com/rickar/cal/v2/es"
	"github.com/rickar/cal/v2/fr"
	"github.com/rickar/cal/v2/gb"
	"github.com/rickar/cal/v2/gr"
	"github.com/rickar/cal/v2/hr"
	"github.com/rickar/cal/v2/ie"
	"github.com/rickar/cal/v2/it"
	"github.com/rickar/cal/v2/jp"
	"github.com/rickar/cal/v2/lt"
	"github.com/rickar/cal/v2/lv"
	"github.com/rickar/cal/v2/nl"
	"github.com/rickar/cal/v2/no"
	"github.com/rickar/cal/v2/nz"
	"github.com/rickar/cal/v2/pl"
	"github.com/rickar/cal/v2/ro"
	"github.com/rickar/cal/v2/se"
	"github.com/rickar/cal/v2/si"
	"github.com/rickar/cal/v2/sk"
	"github.com/rickar/cal/v2/ua"
	"github.com/rickar/cal/v2/us"
	"github.com/rickar/cal/v2/za"

	"github.com/datelinehq/dateline/feed/windows/holidays"
)

// theirs are the holidays of github.com/rickar/cal, for the places that it has too.
var theirs = map[string][]*cal.Holiday{
	"AR": ar.Holidays, "AT": at.Holidays, "BE": be.Holidays, "BG": bg.Holidays, "BR": br.Holidays, "CA": ca.Holidays,
	"CZ": cz.Holidays, "DK": dk.Holidays, "ES": es.Holidays, "FR": fr.Holidays, "GB-ENG": gb.Holidays, "GR": gr.Holidays,
	"HR": hr.Holidays, "IE": ie.Holidays, "IT": it.Holidays, "JP": jp.Holidays, "LT": lt.Holidays, "LV": lv.Holidays,
	"NL": nl.Holidays, "NO": no.Holidays, "NZ": nz.Holidays, "PL": pl.Holidays, "RO": ro.Holidays, "SE": se.Holidays,
	"SI": si.Holidays, "SK": sk.Holidays, "UA": ua.Holidays, "US": us.Holidays, "ZA": za.Holidays,

	"AU-ACT": au.HolidaysACT, "AU-NSW": au.HolidaysNSW, "AU-NT": au.HolidaysNT, "AU-QLD": au.HolidaysQLD,
	"AU-SA": au.HolidaysSA, "AU-TAS": au.HolidaysTAS, "AU-VIC": au.HolidaysVIC, "AU-WA": au.HolidaysWA,

	"CH-AG": ch.HolidaysAG, "CH-AI": ch.HolidaysAI, "CH-AR": ch.HolidaysAR, "CH-BE": ch.HolidaysBE, "CH-BL": ch.HolidaysBL,
	"CH-BS": ch.HolidaysBS, "CH-FR": ch.HolidaysFR, "CH-GE": ch.HolidaysGE, "CH-GL": ch.HolidaysGL, "CH-GR": ch.HolidaysGR,
	"CH-JU": ch.HolidaysJU, "CH-LU": ch.HolidaysLU, "CH-NE": ch.HolidaysNE, "CH-NW": ch.HolidaysNW, "CH-OW": ch.HolidaysOW,
	"CH-SG": ch.HolidaysSG, "CH-SH": ch.HolidaysSH, "CH-SO": ch.HolidaysSO, "CH-SZ": ch.HolidaysSZ, "CH-TG": ch.HolidaysTG,
	"CH-TI": ch.HolidaysTI, "CH-UR": ch.HolidaysUR, "CH-VD": ch.HolidaysVD, "CH-VS": ch.HolidaysVS, "CH-ZG": ch.HolidaysZG,
	"CH-ZH": ch.HolidaysZH,

	"DE": de.Holidays, "DE-BB": de.HolidaysBB, "DE-BE": de.HolidaysBE, "DE-BW": de.HolidaysBW, "DE-BY": de.HolidaysBY,
	"DE-HB": de.HolidaysHB, "DE-HE": de.HolidaysHE, "DE-HH": de.HolidaysHH, "DE-MV": de.HolidaysMV, "DE-NI": de.HolidaysNI,
	"DE-NW": de.HolidaysNW, "DE-RP": de.HolidaysRP, "DE-SH": de.HolidaysSH, "DE-SL": de.HolidaysSL, "DE-SN": de.HolidaysSN,
	"DE-ST": de.HolidaysST, "DE-TH": de.HolidaysTH,
}

// A difference is that a place has a holiday in one table only. It is known by the name that the day has there.
type difference struct{ where, place, name string }

// TestCal compares the table with that of github.com/rickar/cal, which knows no change since 2023. Every difference has to be
// in testdata/cal.txt with a reason; and a reason for what is no difference any more has to go.
func TestCal(t *testing.T) {
	reasons := readReasons(t)
	found := map[difference][]string{}
	for _, place := range slices.Sorted(maps.Keys(theirs)) {
		for year := holidays.First; year <= holidays.Last; year++ {
			ours, err := holidays.In(place, year)
			if err != nil {
				t.Fatal(err)
			}
			here, there := map[string]string{}, calDays(theirs[place], year)
			for _, h := range ours {
				here[h.Date.String()] = h.Name
			}
			for date, name := range here {
				if there[date] == "" {
					d := difference{"here", place, name}
					found[d] = append(found[d], date)
				}
			}
			for date, name := range there {
				if here[date] == "" {
					d := difference{"there", place, name}
					found[d] = append(found[d], date)
				}
			}
		}
	}
	for _, d := range slices.SortedFunc(maps.Keys(found), compare) {
		if !reasons[d] {
			t.Errorf("unexplained: only %s\t%s\t%s: %s", d.where, d.place, d.name, strings.Join(found[d], " "))
		}
	}
	for _, d := range slices.SortedFunc(maps.Keys(reasons), compare) {
		if found[d] == nil {
			t.Errorf("explained, but no difference: only %s\t%s\t%s", d.where, d.place, d.name)
		}
	}
}

// calDays returns the days of one year on which cal closes, with their names.
func calDays(all []*cal.Holiday, year int) map[string]string {
	days := map[string]string{}
	for of := year - 1; of <= year+1; of++ {
		for _, h := range all {
			actual, observed := h.Calc(of)
			for _, day := range []time.Time{actual, observed} {
				if day.Year() == year {
					days[day.Format(time.DateOnly)] = h.Name
				}
			}
		}
	}
	return days
}

// readReasons reads testdata/cal.txt: a block has a reason in lines with #, and the differences that it explains.
func readReasons(t *testing.T) map[difference]bool {
	t.Helper()
	f, err := os.Open("testdata/cal.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	reasons := map[difference]bool{}
	reason := ""
	for lines := bufio.NewScanner(f); lines.Scan(); {
		line := lines.Text()
		switch {
		case line == "":
			reason = ""
		case line[0] == '#':
			reason += line
		case reason == "":
			t.Errorf("%q stands under no reason", line)
		default:
			where, rest, _ := strings.Cut(line, " ")
			places, name, _ := strings.Cut(rest, ": ")
			for place := range strings.FieldsSeq(places) {
				reasons[difference{where, place, name}] = true
			}
		}
	}
	return reasons
}

func compare(a, b difference) int {
	return cmp.Or(cmp.Compare(a.place, b.place), cmp.Compare(a.name, b.name), cmp.Compare(a.where, b.where))
}
