// Tries to make code with the constructors of generators.
// Comes back: value /^held$/
export function attack() { for (const f of [function* () {}, async function* () {}]) { try { Object.getPrototypeOf(f).constructor("yield Deno"); return "ESCAPED"; } catch {} } return "held"; }
