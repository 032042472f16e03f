// Tries to reach the host through the realm's own global object.
// Comes back: value /^held$/
export function attack() { let p = globalThis; while (Object.getPrototypeOf(p)) p = Object.getPrototypeOf(p); const F = p.constructor.constructor; if (F !== (() => {}).constructor) return "ESCAPED foreign"; try { return "ESCAPED " + F("return this")().Deno; } catch { return "held"; } }
