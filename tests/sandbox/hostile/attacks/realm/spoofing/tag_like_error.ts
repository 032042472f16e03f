// Tries a record that looks like a tagged error with a constructor.
// Comes back: value /^\{ "\$": "error", v: \[ "constructor", "x" \] \}$/
export function attack() { return { $: "error", v: ["constructor", "x"] }; }
