// Tries to give more results than there were calls.
// Comes back: crashed /another number of outcomes/
forge((id) => reply(id, '[{"kind":"value","value":1},{"kind":"value","value":2}]'));
