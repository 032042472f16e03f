// Tries to run code in the reading of a subclass of Array.
// Comes back: value /^\[ 1, 2 \]$/
export function attack() { class Evil extends Array { get [Symbol.iterator]() { throw 1; } static get [Symbol.species]() { throw 2; } map() { throw 3; } } return Evil.from([1, 2]); }
