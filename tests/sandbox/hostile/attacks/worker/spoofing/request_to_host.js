// Tries to call into the host, as comlink's other end would (SET, APPLY, CONSTRUCT).
// Comes back: crashed /a reply that is not due/
forge((id) => { for (const type of ["SET", "CONSTRUCT", "APPLY", "ENDPOINT"]) say({ id: "x", type, path: ["constructor", "prototype", "polluted"], value: { type: "RAW", value: "PWNED" }, argumentList: [] }); });
