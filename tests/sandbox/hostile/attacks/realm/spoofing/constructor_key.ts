// Tries to pollute by the keys constructor and prototype.
// Comes back: value /^\{ constructor: \{ prototype: \{ polluted: 1 \} \} \}$/
export function attack() { return { constructor: { prototype: { polluted: 1 } } }; }
