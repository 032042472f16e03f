// Tries to reach the parameters of the function its source is wrapped in.
// Comes back: value|thrown /^held$|ReferenceError/
export function attack() { let found = []; try { found.push(typeof require("node:fs")); } catch {} try { if (!(require instanceof Function)) found.push("foreign require"); } catch {} try { if (!(__opto instanceof Object)) found.push("foreign probe"); } catch {} return found.length ? "ESCAPED " + found : "held"; }
