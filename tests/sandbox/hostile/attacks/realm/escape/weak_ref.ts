// Tries to watch the kernel's garbage.
// Comes back: value /^held$/
// In a task: it may see its own garbage collected
export function attack() { return ["WeakRef", "FinalizationRegistry"].some((n) => n in globalThis) ? "ESCAPED" : "held"; }
