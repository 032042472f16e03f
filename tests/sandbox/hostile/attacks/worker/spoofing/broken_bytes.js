// Tries typed arrays whose bytes do not fit, and views by the names of prototypes.
// Comes back: refused /bytes of no known type/
forge((id) => reply(id, '[{"kind":"value","value":{"$":"bytes","type":"constructor","base64":"AAAA"}}]'));
