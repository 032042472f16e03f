// Tries arrays whose length is a lie, to write more than the limit.
// Comes back: refused /without a valid length/
export function attack() {
  return new Proxy(Array.from({ length: 1e5 }, () => "x".repeat(39)), { get: (target, key) => key === "length" ? -1 : Reflect.get(target, key) });
}
