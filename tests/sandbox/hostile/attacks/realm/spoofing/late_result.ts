// Tries to answer after it has answered.
// Comes back: value /^first$/
export async function attack() { Promise.resolve().then(() => "second").then(() => { globalThis.late = "second"; }); return "first"; }
