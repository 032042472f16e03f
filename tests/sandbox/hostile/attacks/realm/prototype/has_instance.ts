// Tries to choose how its errors are taken.
// Comes back: thrown /Error: boom/
export function attack() { try { Object.defineProperty(Function.prototype, Symbol.hasInstance, { value: () => true }); } catch {} throw new Error("boom"); }
