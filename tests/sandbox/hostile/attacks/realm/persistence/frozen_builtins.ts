// Tries to freeze what the next candidate needs.
// Comes back: value /^left$/
export function attack() { for (const name of Object.getOwnPropertyNames(globalThis)) try { const o = globalThis[name]; Object.freeze(o); if (o?.prototype) Object.freeze(o.prototype); } catch {} return "left"; }
