// Tries the same with a global Error of its own in place of the real one.
// Comes back: value /^held$/
export function attack() { let got; try { globalThis.Error = { prepareStackTrace: (_, frames) => frames }; } catch {} try { Object.defineProperty(globalThis, "Error", { value: { prepareStackTrace: (_, f) => f } }); } catch {} try { delete globalThis.Error; } catch {} got = new TypeError().stack; return typeof got === "string" ? "held" : "ESCAPED " + typeof got; }
