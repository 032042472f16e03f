// Tries to take the memory of WebAssembly.
// Comes back: value|crashed|timeout /RangeError|memory|V8|did not answer/
// Takes 1500 ms
serve(() => { const all = []; for (;;) { const m = new WebAssembly.Memory({ initial: 256, maximum: 65536 }); new Uint8Array(m.buffer).fill(1); all.push(m); } });
