// Tries to blow a string up by replacing.
// Comes back: thrown|crashed|timeout /Invalid string length|V8|memory|within/
export function attack() { return "a".repeat(1 << 20).replace(/a/g, () => "b".repeat(1 << 20)).length; }
