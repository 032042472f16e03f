// Tries to hang while its result is read.
// Comes back: timeout /within 80 ms/
export function attack() { return { get x() { for (;;); } }; }
