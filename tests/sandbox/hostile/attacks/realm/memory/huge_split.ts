// Tries the one line that ends V8 at once, whatever the heap.
// Comes back: crashed /V8|memory/
export function attack() { return "x".repeat(2 ** 29 - 25).split("").length; }
