// Tries timers that take text.
// Comes back: value /^held$/
export function attack() { return ["setTimeout", "setInterval", "setImmediate", "queueMicrotask", "requestAnimationFrame"].some((n) => n in globalThis) ? "ESCAPED" : "held"; }
