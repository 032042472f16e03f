// Tries to wait for ever for a thenable.
// Comes back: thrown /never settles/
export async function attack() { await { then() {} }; return 1; }
