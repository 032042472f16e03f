// Tries comlink's HANDLER, by which a host would receive a proxy of the sandbox.
// Comes back: crashed /a reply that is not due/
forge((id) => say({ id, type: "HANDLER", name: "proxy", value: {} }));
