// Says in JSON what ical.js understands of the calendar that it is given: node ical.cjs <path of ical.js> <calendar>.
const ICAL = require(process.argv[2]);
const calendar = new ICAL.Component(ICAL.parse(require("fs").readFileSync(process.argv[3], "utf8")));
const value = (of, name) => String(of.getFirstPropertyValue(name));
console.log(JSON.stringify({
  Name: value(calendar, "x-wr-calname"),
  Refresh: value(calendar, "refresh-interval"),
  Events: calendar.getAllSubcomponents("vevent").map((e) => ({
    UID: value(e, "uid"), Sequence: Number(value(e, "sequence")), Status: value(e, "status"), Summary: value(e, "summary"),
    Description: value(e, "description"), URL: value(e, "url"), Start: value(e, "dtstart"), Stamp: value(e, "dtstamp"),
    Alarms: e.getAllSubcomponents("valarm").length,
  })),
}));
