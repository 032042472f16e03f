// Tries an aggregate of hundreds of errors.
// Comes back: thrown /^AggregateError: many$/
export function attack() { throw new AggregateError(Array.from({ length: 500 }, (_, i) => new Error(i)), "many"); }
