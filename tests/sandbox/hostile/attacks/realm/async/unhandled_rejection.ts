// Tries to end the process by a rejection nobody handles.
// Comes back: value /^held$/
export function attack() { Promise.reject(new Error("unhandled")); (async () => { throw null; })(); return "held"; }
