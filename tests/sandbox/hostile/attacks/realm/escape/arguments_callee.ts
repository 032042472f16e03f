// Tries to walk up to its caller.
// Comes back: value /^held$/
export function attack() { try { return "ESCAPED " + typeof arguments.callee.caller; } catch {} try { return "ESCAPED " + attack.caller; } catch { return "held"; } }
