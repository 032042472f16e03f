// Tries a frame that comes one byte at a time, to outlast the limit.
// Comes back: timeout /did not answer/
forge(() => { raw("", 10_000_000); for (;;) { write(new Uint8Array([32])); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5); } });
