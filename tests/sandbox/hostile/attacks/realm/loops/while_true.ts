// Tries to hang the host with a plain loop.
// Comes back: timeout /within 80 ms/
export function attack() { for (;;); }
