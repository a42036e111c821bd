package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"reflect"
	"strconv"
	"strings"
)

const module = "github.com/datelinehq/dateline"

// comments collects from the source in some folders below root what it says of fields with a tag.
func comments(root fs.FS, tag string, places []string) ([]byte, error) {
	all := map[string]string{}
	for _, place := range places {
		files, err := fs.Glob(root, place+"/*.go")
		if err != nil {
			return nil, fmt.Errorf("look for the source: %w", err)
		}
		read := map[string][]*ast.File{}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			text, err := fs.ReadFile(root, name)
			if err != nil {
				return nil, fmt.Errorf("read the source: %w", err)
			}
			file, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ParseComments|parser.SkipObjectResolution)
			if err != nil {
				return nil, fmt.Errorf("read the source: %w", err)
			}
			read[path.Dir(name)] = append(read[path.Dir(name)], file)
		}
		for folder, files := range read {
			collect(all, module+"/"+folder, tag, files)
		}
	}
	return encode(all)
}

// collect adds what the files of a package say.
func collect(all map[string]string, pkg, tag string, files []*ast.File) {
	readers := map[string]bool{} // types that read themselves
	for _, file := range files {
		for _, decl := range file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if ok && tag == "yaml" && f.Recv != nil && (f.Name.Name == "UnmarshalText" || f.Name.Name == "UnmarshalYAML") {
				if at, ok := f.Recv.List[0].Type.(*ast.StarExpr); ok {
					readers[fmt.Sprint(at.X)] = true
				}
			}
		}
	}
	for _, file := range files {
		for _, decl := range file.Decls {
			types, ok := decl.(*ast.GenDecl)
			if !ok || types.Tok != token.TYPE {
				continue
			}
			for _, spec := range types.Specs {
				t := spec.(*ast.TypeSpec)
				doc := t.Doc.Text()
				if doc == "" && len(types.Specs) == 1 {
					doc = types.Doc.Text()
				}
				fields, keys := settings(t, tag)
				if len(keys) == 0 && !readers[t.Name.Name] {
					continue
				}
				add(all, pkg+"."+t.Name.Name, words(doc, keys, t.Name.Name))
				for name, text := range fields {
					add(all, pkg+"."+t.Name.Name+"."+name, text)
				}
			}
		}
	}
}

func add(all map[string]string, name, text string) {
	if text != "" {
		all[name] = text
	}
}

// settings are what is said of the fields of a struct that have a key, and the keys by the names of their fields.
func settings(t *ast.TypeSpec, tag string) (said, keys map[string]string) {
	said, keys = map[string]string{}, map[string]string{}
	s, ok := t.Type.(*ast.StructType)
	if !ok {
		return said, keys
	}
	over := map[string]string{} // the comment that stands over a field, by the field's name
	times := map[string]int{}   // of how many fields a comment is
	last := ""
	for _, f := range s.Fields.List {
		if own := f.Doc.Text() + f.Comment.Text(); own != "" {
			last = own
		}
		key := keyOf(f, tag)
		if key == "" {
			continue
		}
		for _, name := range f.Names {
			keys[name.Name] = key
			if f.Doc.Text()+f.Comment.Text() != "" || mentions(last, name.Name) {
				over[name.Name] = last
				times[last]++
			}
		}
	}
	for name, text := range over {
		if times[text] > 1 {
			said[name] = words(text, keys, "")
		} else {
			said[name] = words(text, keys, name)
		}
	}
	return said, keys
}

// keyOf is how a field is written in the language, empty if it is not.
func keyOf(f *ast.Field, tag string) string {
	if f.Tag == nil {
		return ""
	}
	tags, err := strconv.Unquote(f.Tag.Value)
	if err != nil {
		return ""
	}
	key, _, _ := strings.Cut(reflect.StructTag(tags).Get(tag), ",")
	return strings.TrimPrefix(key, "-")
}
