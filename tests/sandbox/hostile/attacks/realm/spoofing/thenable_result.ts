// Tries to be awaited by a thenable that is no promise.
// Comes back: refused /then is a function/
export function attack() { return { then(resolve) { resolve("FORGED"); } }; }
