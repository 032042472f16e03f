// Tries to make the host walk a sparse array of a thousand million holes.
// Comes back: refused /items, over the limit/
export function attack() { const a = []; a.length = 1e9; return a; }
