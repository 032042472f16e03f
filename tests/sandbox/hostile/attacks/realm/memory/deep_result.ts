// Tries to overflow the host's stack with a deeply nested result.
// Comes back: refused /nested deeper than 64 levels/
export function attack() { let o = {}; for (let i = 0; i < 1e5; i++) o = { o }; return o; }
