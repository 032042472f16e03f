// Tries to fill the heap of the main thread.
// Comes back: crashed|timeout /V8|memory|did not answer/
// Takes 1500 ms
serve(() => { const all = []; for (;;) all.push(new Array(1e5).fill(all.length)); });
