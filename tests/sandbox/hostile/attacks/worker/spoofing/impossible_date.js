// Tries a date that no date can hold.
// Comes back: refused /date without a time/
forge((id) => reply(id, '[{"kind":"value","value":{"$":"date","time":1e300}}]'));
