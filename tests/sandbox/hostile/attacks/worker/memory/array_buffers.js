// Tries to take memory outside of the heap, from the worker.
// Comes back: value|crashed|timeout /RangeError|memory|V8|did not answer/
// Takes 1500 ms
serve(() => { const all = []; for (;;) all.push(new Uint8Array(16 * 1024 * 1024).fill(1)); });
