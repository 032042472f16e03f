// Tries to delete all globals.
// Comes back: value /^held$/
export function attack() { for (const name of Object.getOwnPropertyNames(globalThis)) try { delete globalThis[name]; } catch {} return "held"; }
