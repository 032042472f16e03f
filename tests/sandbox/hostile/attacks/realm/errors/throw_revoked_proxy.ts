// Tries to throw a proxy that was revoked.
// Comes back: thrown /Thrown/
export function attack() { const { proxy, revoke } = Proxy.revocable(new Error("x"), {}); revoke(); throw proxy; }
