// Package zones finds the newest time zone data there is.
//
// Governments change their clocks at a few weeks' notice, and whoever computes with last year's rules is an hour off. Zone
// data therefore comes from where it is newest: a folder that somebody configured, the folder of the machine, or what is
// embedded in the program. A folder is in the form in which systems have it: a file for each zone, in the TZif format of
// RFC 9636, and a file that tells the version.
//
// # What is embedded
//
// tzdata.zi is the time zone database of the version in its first line, as it is published by IANA and is in the public
// domain; zoneinfo.zip is what zic makes of it, with the version in +VERSION, and is what the program holds. To bring in a
// newer one, put its tzdata.zi in place and run go generate.
//
// The package reads folders, and nothing else of the machine. It imports the standard library only.
package zones
