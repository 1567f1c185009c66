package cfn

import "github.com/truststack/truststack/value"

// fieldSet adds fields to a map and keeps its keys unique: the last one given
// wins, in the place of the first, as in a Python dictionary.
type fieldSet struct {
	node  *Node
	index map[string]int // only for large maps
}

// smallMap is how many keys are searched one by one.
const smallMap = 12

// add reports whether the key is new.
func (s *fieldSet) add(f NodeField) bool {
	if i := s.find(f.Key); i >= 0 {
		s.node.Fields[i] = f
		return false
	}
	s.node.Fields = append(s.node.Fields, f)
	if s.index != nil {
		s.index[f.Key] = len(s.node.Fields) - 1
	}
	return true
}

func (s *fieldSet) find(key string) int {
	if s.index == nil && len(s.node.Fields) > smallMap {
		s.index = make(map[string]int, 2*len(s.node.Fields))
		for i := range s.node.Fields {
			s.index[s.node.Fields[i].Key] = i
		}
	}
	if s.index != nil {
		if i, ok := s.index[key]; ok {
			return i
		}
		return -1
	}
	for i := range s.node.Fields {
		if s.node.Fields[i].Key == key {
			return i
		}
	}
	return -1
}

func duplicate(key string, pos value.Pos) Problem {
	p := problem(pos, "delete one of the two", "found the key %q a second time; the last one is read", shorten(key))
	p.twice = true
	return p
}

// addProblem appends p unless there are too many already.
func addProblem(problems []Problem, p Problem) []Problem {
	if len(problems) >= maxProblems {
		return problems
	}
	return append(problems, p)
}

// shorten keeps messages short whatever the template holds.
func shorten(s string) string {
	const limit = 80
	if len(s) <= limit {
		return s
	}
	cut := limit
	for cut > 0 && s[cut]&0xc0 == 0x80 {
		cut--
	}
	return s[:cut] + "..."
}
