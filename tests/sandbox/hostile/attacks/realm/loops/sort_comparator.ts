// Tries to hang inside a built-in that calls back.
// Comes back: timeout /within 80 ms/
export function attack() { return [3, 2, 1].sort(() => { for (;;); }); }
