// Tries to settle twice with different values.
// Comes back: value /^first$/
export async function attack() { return await { then(yes, no) { yes("first"); yes("second"); no("third"); } }; }
