// Tries to throw while its error is read.
// Comes back: thrown /^Error: $/
export function attack() { const e = new Error("x"); for (const k of ["name", "message", "stack", "cause"]) Object.defineProperty(e, k, { get() { throw e; } }); throw e; }
