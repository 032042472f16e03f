// Tries to make the host keep three megabytes of console text of one call.
// Comes back: crashed /a text of 3000000 characters/
forge((id) => reply(id, '[{"kind":"value","value":1,"console":[{"level":"log","text":"' + "x".repeat(3e6) + '"}]}]'));
