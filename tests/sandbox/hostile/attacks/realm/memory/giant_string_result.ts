// Tries to make the host read a string of 400 MB.
// Comes back: refused /beyond the limit of 1000000 characters/
export function attack() { return "x".repeat(4e8); }
