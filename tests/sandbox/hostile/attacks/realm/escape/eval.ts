// Tries direct and indirect eval.
// Comes back: value /^held$/
export function attack() { for (const run of [() => eval("1"), () => (0, eval)("1"), () => globalThis.eval("1")]) { try { run(); return "ESCAPED"; } catch {} } return "held"; }
