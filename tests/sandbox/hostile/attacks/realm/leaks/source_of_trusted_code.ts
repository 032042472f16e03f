// Tries to read the text of the trusted functions it can see.
// Comes back: value /^held$/
export function attack() { const f = [globalThis.__opto_run, console.log, Math.random, Date].map(String).join(); return f.length < 4000 ? "held" : "ESCAPED"; }
