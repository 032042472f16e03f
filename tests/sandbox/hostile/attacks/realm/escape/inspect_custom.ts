// Tries to be called with the host's tools when its result is inspected (vm2 CVE-2023-32314).
// Comes back: refused|value /./
export function attack() { const hook = () => { throw new Error("inspected"); }; return { [Symbol.for("nodejs.util.inspect.custom")]: hook, [Symbol.for("Deno.customInspect")]: hook, [Symbol.for("Deno.privateCustomInspect")]: hook, a: 1 }; }
