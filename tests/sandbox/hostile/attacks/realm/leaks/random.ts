// Tries to get randomness that is not seeded.
// Comes back: value /^held 0\.26642920868471265$/
export function attack() { return "held " + Math.random(); }
