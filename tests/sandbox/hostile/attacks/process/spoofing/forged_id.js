// Tries to answer another call.
// Comes back: crashed /a reply that is not due/
forge(() => reply("0", '[{"kind":"value","value":"FORGED"}]'));
