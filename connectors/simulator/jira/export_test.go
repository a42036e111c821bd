package jira

// Show shows a few acts as if they were a world.
func Show(l life, o Options) *Face { return show(l, o) }
