// Tries to make the host walk in a circle.
// Comes back: refused /cyclic/
export function attack() { const o = {}; o.o = o; return o; }
