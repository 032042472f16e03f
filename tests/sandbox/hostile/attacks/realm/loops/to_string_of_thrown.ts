// Tries to hang while what it threw is described.
// Comes back: timeout|thrown /./
export function attack() { throw { toString() { for (;;); }, get message() { for (;;); }, get name() { for (;;); } }; }
