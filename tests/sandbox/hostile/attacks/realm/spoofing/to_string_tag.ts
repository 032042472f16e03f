// Tries to pass for a Map, a Date and a promise by its tag.
// Comes back: thrown|refused /TypeError/
export function attack() { return [{ __proto__: { [Symbol.toStringTag]: "Map" } }, 1]; }
