// Tries an error without prototype, and one whose prototype is a proxy, to confuse whoever describes it.
// Comes back: thrown /./
export function attack() {
  const e = new Error("bare");
  Object.setPrototypeOf(e, new Proxy(Error.prototype, { get() { throw Object.setPrototypeOf(new Error("again"), null); } }));
  delete e.stack;
  throw e;
}
