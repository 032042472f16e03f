// Tries a reply whose every field has another kind.
// Comes back: crashed /protocol/
forge((id) => outcome(id, { kind: "thrown", error: { name: 1, message: [], stack: {} }, console: 5, calls: "x" }));
