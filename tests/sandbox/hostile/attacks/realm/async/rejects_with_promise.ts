// Tries to reject with a promise that rejects with a promise.
// Comes back: thrown /Thrown/
export function attack() { return Promise.reject(Promise.reject(1)); }
