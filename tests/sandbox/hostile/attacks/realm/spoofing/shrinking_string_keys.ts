// Tries keys that need escaping wherever text is put together.
// Comes back: value /"/
export function attack() { return { '":"FORGED': 1, "\\": 2, "\n": 3, "\u2028": 4, "": 5, "length": 6 }; }
