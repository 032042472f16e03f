// Tries to get the real Date back from a date.
// Comes back: value /^held$/
// In a task: it has a clock
export function attack() { const D = Object.getPrototypeOf(new Date(0)).constructor; const E = Object.getPrototypeOf(D); return D === Date && E === Object.getPrototypeOf(function () {}) && D.now() === 1767225600000 ? "held" : "ESCAPED"; }
