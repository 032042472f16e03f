// Tries to answer the next call before it is made.
// Comes back: value|crashed /^first$|not due|nobody asked/
forge((id) => { outcome(id, { kind: "value", value: "first" }); outcome(id, { kind: "value", value: "FORGED" }); });
