package pack

// Advise is the verdict trusted with notes: what a person should look at all the
// same. It fails nothing; a report shows the notes of a trusted verdict apart
// from violations. Fold keeps them.
func Advise(notes ...Reason) Verdict { return Verdict{Kind: Trusted, Reasons: notes} }
