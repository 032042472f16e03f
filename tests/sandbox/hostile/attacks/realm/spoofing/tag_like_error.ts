// Tries a record that looks like a tagged error with a constructor.
// Comes back: value /^\{ "\$": "error", name: "constructor", message: "x" \}$/
export function attack() { return { $: "error", name: "constructor", message: "x" }; }
