// Tries to hang after the first await, when the caller has returned.
// Comes back: timeout /within 80 ms/
export async function attack() { await null; for (;;); }
