// Tries eval with an object that says it is code.
// Comes back: value /^held$/
export function attack() { const r = (0, eval)({ toString() { return "Deno"; } }); return typeof r === "object" && r instanceof Object ? "held" : "ESCAPED"; }
