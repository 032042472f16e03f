// Tries to get an error of another realm from an import that fails (vm2 CVE-2023-37466, node:vm).
// Comes back: value /^held$/
// In a task: there is one realm, and import() is refused before it runs
// Refused by: forbidden
export async function attack() { try { await import("node:fs"); return "ESCAPED imported"; } catch (e) { return e instanceof TypeError && e.constructor.constructor === attack.constructor.__proto__.constructor.constructor.constructor || e instanceof Error ? "held" : "ESCAPED foreign"; } }
