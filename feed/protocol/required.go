package protocol

// Required are the keys that a person cannot do without.
func (Person) Required() []string { return []string{"name"} }

// Required are the keys that a window cannot do without.
func (Window) Required() []string { return []string{"name", "within"} }

// Required are the keys that a purpose cannot do without.
func (Purpose) Required() []string { return []string{"for"} }
