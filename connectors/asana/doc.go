// Package asana reads projects of Asana.
package asana
