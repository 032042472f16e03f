// Tries a promise that resolves with itself.
// Comes back: thrown /TypeError: Chaining cycle/
export function attack() { let yes; const p = new Promise((r) => { yes = r; }); yes(p); return p; }
