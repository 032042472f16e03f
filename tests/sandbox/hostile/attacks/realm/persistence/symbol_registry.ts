// Tries to leave a message in the registry of symbols, which realms share.
// Comes back: value /^left$/
export function attack() { Symbol.for("PWNED").toString(); return "left"; }
