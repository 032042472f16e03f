// Tries to write its own reply by replacing what texts are built with.
// Comes back: value /^\[ "held" \]$/
export function attack() { Array.prototype.join = () => "FORGED"; Array.prototype.push = () => "FORGED"; Array.prototype[Symbol.iterator] = () => { throw 1; }; String.prototype.concat = () => "FORGED"; String.prototype.toString = () => "FORGED"; return ["held"]; }
