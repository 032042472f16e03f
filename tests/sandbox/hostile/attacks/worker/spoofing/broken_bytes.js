// Tries typed arrays whose bytes do not fit, and views by the names of prototypes.
// Comes back: refused /./
forge((id) => reply(id, '[{"kind":"value","value":{"$":"bytes","v":["constructor","AAAA"]}}]'));
