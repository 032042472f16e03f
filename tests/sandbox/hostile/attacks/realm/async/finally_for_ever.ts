// Tries to settle never by chaining without end.
// Comes back: timeout /within 80 ms/
export function attack() { const chain = (p) => p.finally(() => chain(Promise.resolve())); return chain(Promise.resolve()); }
