// Tries an error whose name and message are no texts.
// Comes back: thrown /^Error: $/
export function attack() { const e = new Error(); e.name = { toString() { throw 1; } }; e.message = ["x"]; throw e; }
