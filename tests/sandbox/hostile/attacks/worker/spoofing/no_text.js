// Tries a reply that is an object where text is due.
// Comes back: crashed /no text/
forge((id) => reply(id, { length: 1, 0: { kind: "value" } }));
