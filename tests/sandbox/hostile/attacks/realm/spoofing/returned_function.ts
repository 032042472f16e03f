// Tries to hand a function to the host.
// Comes back: refused /result\.f is a function/
export function attack() { return { f() { return 1; } }; }
