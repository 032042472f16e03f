// Tries to leave patched prototypes for the next candidate.
// Comes back: value /^left$/
export function attack() { Array.prototype.map = () => ["PWNED"]; Object.prototype.polluted = 1; String.prototype.trim = () => "PWNED"; Number.prototype.toFixed = () => "PWNED"; Promise.prototype.then = () => "PWNED"; Math.max = () => 1e9; return "left"; }
