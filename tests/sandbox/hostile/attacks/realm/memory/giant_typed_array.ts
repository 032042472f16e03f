// Tries one allocation of a terabyte.
// Comes back: thrown /Array buffer allocation failed|Invalid (typed )?array/
export function attack() { return new Uint8Array(2 ** 40).length; }
