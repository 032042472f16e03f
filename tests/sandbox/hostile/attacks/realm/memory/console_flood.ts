// Tries to fill the host with console lines.
// Comes back: value|timeout /^done$|within/
export function attack() { for (let i = 0; i < 2e4; i++) console.log("y".repeat(5000)); return "done"; }
