// Tries to learn where it stands from import.meta.
// Comes back: refused|thrown /import.meta/
export function attack() { const meta = import.meta; return Object.keys(meta ?? {}).length ? "ESCAPED " + Object.keys(meta) : "held"; }
