// Tries to fill the kernel with rejected promises that nobody handles.
// Comes back: value|timeout|crashed /^done$|within|memory|V8/
export function attack() { for (let i = 0; i < 2e5; i++) Promise.reject(new Array(4)); return "done"; }
