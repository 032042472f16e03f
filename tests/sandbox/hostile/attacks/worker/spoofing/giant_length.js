// Tries a frame that says it has four thousand million bytes.
// Comes back: crashed /a frame holds/
forge(() => raw("x", 0xffffffff));
