// Tries to hang the load instead of the call.
// Comes back: timeout /top level did not end|did not answer/
for (;;);
export function attack() {}
