// Tries to hang in the trap of a proxy while its result is read.
// Comes back: timeout /within 80 ms/
export function attack() { return new Proxy({}, { ownKeys() { for (;;); } }); }
