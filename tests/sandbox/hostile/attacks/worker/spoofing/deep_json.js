// Tries JSON that is nested a million times, to overflow the host's stack.
// Comes back: crashed /protocol/
forge((id) => raw("[".repeat(1e6) + "]".repeat(1e6)));
