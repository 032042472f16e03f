// Tries to catch the error that ends it.
// Comes back: timeout /within 80 ms/
export function attack() { for (;;) { try { for (;;); } catch { continue; } } }
