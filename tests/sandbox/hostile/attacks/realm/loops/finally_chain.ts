// Tries to survive being stopped by looping again in every finally block.
// Comes back: timeout /within 80 ms/
export function attack() { function again() { try { for (;;); } finally { again(); } } again(); }
