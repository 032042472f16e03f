// Tries a list without end, which host code would walk for ever.
// Comes back: refused /cyclic/
forge((id) => reply(id, '[{"kind":"value","value":{"next":{"next":{"$":"ref","to":0}}}}]'));
