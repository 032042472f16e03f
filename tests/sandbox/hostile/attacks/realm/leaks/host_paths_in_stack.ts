// Tries to read paths of the host, or of the kernel, from a stack.
// Comes back: value /^Error: x\n    at attack \(opto:main:\d+:\d+\)$/
export function attack() { Error.stackTraceLimit = 100; return new Error("x").stack; }
