// Tries a record that looks like the tags of special values.
// Comes back: value /^\{ "\$": "bigint", v: "12" \}$/
export function attack() { return { $: "bigint", v: "12" }; }
