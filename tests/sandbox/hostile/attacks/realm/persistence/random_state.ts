// Tries to use up the random numbers of the next candidate.
// Comes back: value /^left$/
export function attack() { for (let i = 0; i < 1e4; i++) Math.random(); Math.random = () => 0.5; return "left"; }
