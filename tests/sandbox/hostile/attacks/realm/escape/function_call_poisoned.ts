// Tries to see what trusted code calls, and with what, through Function.prototype (vm2 CVE-2021-23449).
// Comes back: value /^held$/
export function attack() { globalThis.seen = []; for (const name of ["call", "apply", "bind"]) { const real = Function.prototype[name]; Object.defineProperty(Function.prototype, name, { value(...args) { globalThis.seen.push(this); return Reflect.apply(real, this, args); } }); } return "held"; }
