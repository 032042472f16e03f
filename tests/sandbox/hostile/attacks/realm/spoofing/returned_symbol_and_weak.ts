// Tries to hand out what has no text.
// Comes back: refused /is a (symbol|WeakMap)/
export function attack() { return [new WeakMap(), Symbol.iterator]; }
