package source

import "testing"

// FuzzRead holds Read to: no panic, every fault has a position and says
// something, and a manifest without an error is the same after a round trip.
func FuzzRead(f *testing.F) {
	seeds := manifests(f)
	if len(seeds) < fewest {
		f.Fatalf("%d seeds, want at least %d", len(seeds), fewest)
	}
	for _, data := range seeds {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		m, positions, faults := Read(data, definitions())
		faults = append(faults, positions.Locate(Warnings(m, now), "")...)
		for _, fault := range faults {
			if msg := unhelpful(fault); msg != "" {
				t.Errorf("%s: %s", fault, msg)
			}
		}
		if !hasError(faults) {
			roundTrip(t, m)
		}
	})
}
