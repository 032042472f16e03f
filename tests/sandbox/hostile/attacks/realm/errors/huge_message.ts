// Tries to send a message of 100 MB.
// Comes back: thrown|timeout|crashed /within|did not answer|V8|^Error: x{3999}…$/
export function attack() { throw new Error("x".repeat(1e8)); }
