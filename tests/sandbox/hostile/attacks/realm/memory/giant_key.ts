// Tries to make a property name of 100 MB.
// Comes back: refused|timeout|crashed /V8|memory|within|did not answer|beyond the limit/
export function attack() { return { ["k".repeat(1e8)]: 1 }; }
