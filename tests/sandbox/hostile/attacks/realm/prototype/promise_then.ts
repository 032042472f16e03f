// Tries to answer for its promise by patching then.
// Comes back: value /^held$/
export function attack() { const p = Promise.resolve("held"); Promise.prototype.then = function (f) { f("FORGED"); return this; }; return p; }
