// Tries to run out of stack, and to be taken for a fault of the sandbox.
// Comes back: thrown /RangeError: Maximum call stack/
export function attack() { return attack() + 1; }
