// Tries to write for ever without a frame's end.
// Comes back: crashed|timeout /protocol|did not answer/
forge(() => { const block = new Uint8Array(65536); raw("", 16_000_000); for (;;) write(block); });
