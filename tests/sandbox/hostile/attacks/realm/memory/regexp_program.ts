// Tries to exhaust memory by compiling a regular expression.
// Comes back: thrown|crashed|value|timeout /too (large|big)|memory|V8|within|^done$/
export function attack() { new RegExp("(?:a{1,999}){1,999}".repeat(50)).test("a".repeat(99)); return "done"; }
