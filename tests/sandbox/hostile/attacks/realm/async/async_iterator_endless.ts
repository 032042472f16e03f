// Tries to be read for ever by an endless async iterator.
// Comes back: timeout /within 80 ms/
export async function attack() { async function* endless() { for (;;) yield 1; } for await (const _ of endless()); }
