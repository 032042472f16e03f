// Tries to hang the reading of its error's stack.
// Comes back: timeout /within 80 ms/
export function attack() { throw Object.defineProperty(new Error("x"), "stack", { get() { for (;;); } }); }
