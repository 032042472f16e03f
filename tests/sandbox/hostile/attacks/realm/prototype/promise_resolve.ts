// Tries to answer for an async function by patching Promise itself.
// Comes back: value /^held$/
export async function attack() { Promise.resolve = () => "FORGED"; globalThis.Promise = function () { return "FORGED"; }; await null; return "held"; }
