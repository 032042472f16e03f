// Tries to call the realm's trigger itself, and to replace it.
// Comes back: value /^held$/
export function attack() { const got = globalThis.__opto_run(); try { globalThis.__opto_run = () => "forged"; } catch {} try { Object.defineProperty(globalThis, "__opto_run", { value: () => "forged" }); } catch {} delete Object.getPrototypeOf(globalThis).__opto_run; return got === "" ? "held" : "ESCAPED " + got; }
