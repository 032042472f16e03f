// Tries an array-like that tells another length each time.
// Comes back: value|refused|thrown /./
export function attack() { let n = 0; return new Proxy([1, 2, 3], { get: (t, k) => k === "length" ? ++n * 1000 : t[k] }); }
