// Tries to make a small shared structure huge when it is written as a tree.
// Comes back: refused|timeout|crashed /beyond the limit|over the limit|within|memory/
export function attack() { let o = ["lol"]; for (let i = 0; i < 40; i++) o = [o, o]; return o; }
