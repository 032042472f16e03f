// Tries to leave a global for the next candidate.
// Comes back: value /^left$/
export function attack() { globalThis.left = "PWNED"; return "left"; }
