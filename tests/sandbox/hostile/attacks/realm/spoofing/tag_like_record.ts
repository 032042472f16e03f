// Tries a record that looks like the tags of special values.
// Comes back: value /^\{ "\$": "bigint", text: "12" \}$/
export function attack() { return { $: "bigint", text: "12" }; }
