// Tries to starve everything with microtasks that beget microtasks.
// Comes back: timeout /within 80 ms/
export async function attack() { for (;;) await null; }
