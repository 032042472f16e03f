// Tries to write its own reply by replacing JSON.
// Comes back: value /^held$/
export function attack() { JSON.stringify = () => '{"kind":"value","value":"FORGED"}'; JSON.parse = () => "FORGED"; String.prototype.slice = () => "FORGED"; return "held"; }
