// Tries to return what comlink takes for a handler.
// Comes back: value /^\{ type: "HANDLER", name: "proxy", value: \{\} \}$/
export function attack() { return { type: "HANDLER", name: "proxy", value: {} }; }
