package iam

// naiveLike is StringLike straight from its definition: exponential, obvious.
func naiveLike(pattern, s []rune) bool {
	switch {
	case len(pattern) == 0:
		return len(s) == 0
	case pattern[0] == '*':
		return naiveLike(pattern[1:], s) || len(s) > 0 && naiveLike(pattern, s[1:])
	case len(s) == 0:
		return false
	}
	return (pattern[0] == '?' || pattern[0] == s[0]) && naiveLike(pattern[1:], s[1:])
}

// naiveBins is the fewest bins by dynamic programming over all subsets.
func naiveBins(weights []int, capacity int) int {
	type state struct{ bins, used int } // used is the load of the last bin
	best := make([]state, 1<<len(weights))
	for set := 1; set < len(best); set++ {
		best[set] = state{bins: len(weights) + 1}
		for i, w := range weights {
			if set&(1<<i) == 0 {
				continue
			}
			from := best[set&^(1<<i)]
			if from.bins == 0 || from.used+w > capacity {
				from = state{bins: from.bins + 1}
			}
			from.used += w
			if from.bins < best[set].bins || from.bins == best[set].bins && from.used < best[set].used {
				best[set] = from
			}
		}
	}
	return best[len(best)-1].bins
}
