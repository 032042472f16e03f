// Tries to hang inside the arithmetic of big integers.
// Comes back: timeout|thrown|crashed /within|Maximum BigInt|answer/
export function attack() { let n = 3n; for (let i = 0; i < 40; i++) n = n * n; return String(n).length; }
