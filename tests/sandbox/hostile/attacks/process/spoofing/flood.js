// Tries to write frames without end.
// Comes back: crashed /protocol/
forge(() => { for (;;) say({ type: "noise", block: "x".repeat(10_000) }); });
