// Tries to make the reading of causes go in a circle.
// Comes back: thrown /^Error: a$/
export function attack() { const a = new Error("a"), b = new Error("b", { cause: a }); a.cause = b; throw a; }
