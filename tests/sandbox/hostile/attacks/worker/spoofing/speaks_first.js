// Tries to answer a call before it was made.
// Comes back: crashed|bystander /protocol|gone|undefined/
ready();
reply(next().id, { kind: "loaded" });
say({ id: "1", type: "RAW", value: '[{"kind":"value","value":"FORGED"}]' });
forge(() => {});
