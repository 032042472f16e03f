// Tries to get an error of another realm by running out of stack inside trusted code (vm2 CVE-2023-29199).
// Comes back: value|timeout /^held$|within/
export function attack() { let found = "held"; function deep() { try { console.log(new Error("x").stack); deep(); } catch (e) { if (!(e instanceof Error)) found = "ESCAPED foreign"; } } deep(); return found; }
