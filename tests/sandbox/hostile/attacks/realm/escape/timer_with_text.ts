// Tries timers that take text.
// Comes back: value /^held$/
// In a task: it has timers
export function attack() { return ["setTimeout", "setInterval", "setImmediate", "queueMicrotask", "requestAnimationFrame"].some((n) => n in globalThis) ? "ESCAPED" : "held"; }
