// Tries to watch the kernel's garbage.
// Comes back: value /^held$/
export function attack() { return ["WeakRef", "FinalizationRegistry"].some((n) => n in globalThis) ? "ESCAPED" : "held"; }
