// Tries to run code when its unhandled rejection is printed.
// Comes back: value /^held$/
export function attack() { Promise.reject(new Proxy({}, new Proxy({}, { get() { throw new Error("trap"); } }))); Promise.reject({ get stack() { for (;;); } }); return "held"; }
