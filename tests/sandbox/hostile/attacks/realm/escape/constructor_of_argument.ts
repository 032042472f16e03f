// Tries to reach the host's function maker through an argument (vm2, GHSA-ffpg-gfcr-m8p4 and many relatives).
// Comes back: value /^held$/
// Refused by: forbidden
export function attack(aim) { const F = aim.constructor.constructor; if (F !== Object.getPrototypeOf(function () {}).constructor) return "ESCAPED foreign"; try { return "ESCAPED " + F("return typeof Deno")(); } catch { return "held"; } }
