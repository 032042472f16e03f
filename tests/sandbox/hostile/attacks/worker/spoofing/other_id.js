// Tries to answer a call that was not made.
// Comes back: crashed /a reply that is not due/
forge((id) => reply("1234-5678", '[{"kind":"value","value":"FORGED"}]'));
