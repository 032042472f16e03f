// Tries to hang in JSON.stringify through toJSON.
// Comes back: timeout /within 80 ms/
export function attack() { return JSON.stringify({ toJSON() { for (;;); } }); }
