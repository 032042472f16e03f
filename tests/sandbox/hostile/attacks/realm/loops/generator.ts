// Tries to hang in an endless generator that a spread consumes.
// Comes back: timeout|crashed|thrown /within|memory|ended|Invalid array length/
export function attack() { function* endless() { for (;;) yield 1; } let n = 0; for (const x of endless()) n += x; return n; }
