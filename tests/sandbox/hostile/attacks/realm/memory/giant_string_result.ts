// Tries to make the host read a string of 400 MB.
// Comes back: refused /400000000 characters, over the limit of 2000000/
export function attack() { return "x".repeat(4e8); }
