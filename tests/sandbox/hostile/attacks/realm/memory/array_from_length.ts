// Tries Array.from with a length of a thousand million.
// Comes back: crashed|timeout|thrown /memory|V8|ended|within|Invalid/
export function attack() { return Array.from({ length: 1e9 }, () => [1]).length; }
