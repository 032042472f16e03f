// Tries a regular expression that would hang whoever tests it, and one that does not parse.
// Comes back: refused /./
forge((id) => reply(id, '[{"kind":"value","value":{"$":"regexp","v":["(((","gg"]}}]'));
