// Tries to go on working after its call is over.
// Comes back: value /^left$/
export function attack() { const again = () => Promise.resolve().then(again); Promise.resolve().then(() => { globalThis.later = 1; }); return "left"; }
