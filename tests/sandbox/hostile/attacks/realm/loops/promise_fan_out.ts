// Tries to flood the microtask queue exponentially.
// Comes back: timeout|crashed /within|memory|ended/
export function attack() { const grow = () => Promise.all([Promise.resolve().then(grow), Promise.resolve().then(grow)]); return grow(); }
