// Tries to set the prototype of the host's copy.
// Comes back: value /^\{ \["__proto__"\]: \{ polluted: 1 \}, a: 1 \}$|^\{ \['__proto__'\]: \{ polluted: 1 \}, a: 1 \}$/
export function attack() { return JSON.parse('{"__proto__":{"polluted":1},"a":1}'); }
