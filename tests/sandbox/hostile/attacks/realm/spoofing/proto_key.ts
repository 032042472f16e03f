// Tries to set the prototype of the host's copy.
// Comes back: refused /key named "__proto__"/
export function attack() { return JSON.parse('{"__proto__":{"polluted":1},"a":1}'); }
