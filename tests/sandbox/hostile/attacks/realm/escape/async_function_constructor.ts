// Tries to make code with the constructor of async functions, which no global names.
// Comes back: value /^held$/
export function attack() { const Async = Object.getPrototypeOf(async () => {}).constructor; try { Async("return Deno"); return "ESCAPED"; } catch { return "held"; } }
