// Tries to get a global object as this.
// Comes back: value /^held$/
export function attack() { return (function () { return this; })() === undefined ? "held" : "ESCAPED"; }
