// Tries to end it by Node's names.
// Comes back: crashed|timeout /ended by|did not answer/
serve(async () => { const process = (await import("node:process")).default; process.reallyExit?.(0); process.abort?.(); process.exit(0); });
