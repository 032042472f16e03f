// Tries to fill the heap.
// Comes back: crashed|timeout /memory|V8|ended|within/
export function attack() { const all = []; for (;;) all.push(new Array(1e5).fill(all.length)); }
