// Tries to fill the heap of the worker.
// Comes back: crashed|timeout /memory|V8|did not answer/
// Takes 1500 ms
serve(() => { const all = []; for (;;) all.push(new Array(1e5).fill(all.length)); });
