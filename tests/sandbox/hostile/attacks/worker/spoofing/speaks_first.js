// Tries to answer a call before it was made.
// Comes back: crashed|bystander /protocol|gone|undefined/
say({ type: "ready", version: 2 });
reply(next().id, { kind: "loaded" });
say({ id: "1", type: "RAW", value: '[{"kind":"value","value":"FORGED"}]' });
forge(() => {});
