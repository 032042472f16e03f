// Tries to choose what its result reads as.
// Comes back: value /^\{ a: 1 \}$/
export function attack() { Object.prototype.toJSON = () => ({ a: 2 }); return { a: 1 }; }
