// Tries to fill a Map without end.
// Comes back: crashed|timeout|thrown /memory|V8|ended|within|Map maximum/
export function attack() { const m = new Map(); for (let i = 0; ; i++) m.set(i, [i]); }
