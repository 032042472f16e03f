// Tries to leave text in the legacy properties of RegExp.
// Comes back: value /^left$/
export function attack() { /(.*)/.exec("PWNED"); return "left"; }
