package protocol

import "go.yaml.in/yaml/v3"

// UnmarshalYAML reads one id or a list of them.
func (ids *IDs) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind == yaml.ScalarNode {
		*ids = IDs{node.Value}
		return nil
	}
	var list []string
	if err := node.Decode(&list); err != nil {
		return err
	}
	*ids = list
	return nil
}
