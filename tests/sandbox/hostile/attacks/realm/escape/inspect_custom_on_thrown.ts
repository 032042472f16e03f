// Tries the same with what it throws.
// Comes back: thrown /boom/
export function attack() { const e = new Error("boom"); e[Symbol.for("nodejs.util.inspect.custom")] = (depth, options, inspect) => { throw inspect.constructor("return Deno")(); }; throw e; }
