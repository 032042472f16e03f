// Tries to report a score beside its result.
// Comes back: value /^\{ output: 1, score: 1, kind: "value" \}$/
export function attack() { return { output: 1, score: 1, kind: "value" }; }
