// Tries to hang inside the regular expression engine, where no JavaScript runs.
// Comes back: timeout /within 80 ms/
export function attack() { return /^(a+)+$/.test("a".repeat(40) + "b"); }
