// Tries to walk from a frame's method to the kernel's function maker (denoland/deno#30351, vm2 CVE-2022-36067).
// Comes back: value /^held$/
export function attack() { Error.prepareStackTrace = (_, frames) => frames; const frames = new Error().stack; if (typeof frames === "string") return "held"; const F = Object.getPrototypeOf(frames[0]).getThis.constructor; return F === Function ? "frames are objects" : "ESCAPED foreign " + F("return typeof Deno")(); }
