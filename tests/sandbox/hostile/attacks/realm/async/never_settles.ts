// Tries to wait for ever.
// Comes back: thrown /never settles/
export function attack() { return new Promise(() => {}); }
