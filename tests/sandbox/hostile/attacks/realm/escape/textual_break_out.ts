// Tries to end the function its source is wrapped in.
// Comes back: refused /Unexpected/
}); globalThis.out = 1; (function () {
export function attack() { return "ESCAPED"; }
