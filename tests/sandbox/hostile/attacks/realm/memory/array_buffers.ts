// Tries to take memory outside of the heap.
// Comes back: thrown|crashed|timeout /allocation|memory|within|V8/
export function attack() { const all = []; for (;;) all.push(new Uint8Array(16 * 1024 * 1024).fill(1)); }
