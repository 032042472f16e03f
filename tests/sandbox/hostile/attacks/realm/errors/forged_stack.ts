// Tries to blame a line, a file and a unit of others.
// Comes back: thrown /^Error: x$/
export function attack() { const e = new Error("x"); e.stack = "at f (opto:witness:1:1)\n at (opto:%:1:1)\n at opto:main:99999999:1\n" + "at x (".repeat(1000); throw e; }
