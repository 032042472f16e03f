// Tries to take shared memory, which is not counted on the heap.
// Comes back: value|crashed|timeout /RangeError|memory|V8|did not answer/
// Takes 1500 ms
serve(() => { const all = []; for (;;) all.push(new Uint8Array(new SharedArrayBuffer(16 * 1024 * 1024)).fill(1)); });
