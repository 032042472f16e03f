// Tries to get memory that another thread could share, and a clock out of it.
// Comes back: value /^held$/
// In a task: it may share memory with itself
export function attack() { return ["SharedArrayBuffer", "Atomics", "WebAssembly"].some((n) => n in globalThis) ? "ESCAPED" : "held"; }
