// Tries the same with the hook on every prototype above Error.
// Comes back: value /^held$/
// In a task: there is one realm
export function attack() { const hook = (_, frames) => frames; class Sub extends Error { static prepareStackTrace = hook; } Object.prototype.prepareStackTrace = hook; Function.prototype.prepareStackTrace = hook; const o = {}; Error.captureStackTrace(o); return typeof o.stack === "string" && typeof new Sub().stack === "string" ? "held" : "ESCAPED"; }
