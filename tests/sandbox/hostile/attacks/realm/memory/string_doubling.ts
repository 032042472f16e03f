// Tries to double a string for ever.
// Comes back: thrown /Invalid string length/
export function attack() { let s = "x"; for (;;) s += s; }
