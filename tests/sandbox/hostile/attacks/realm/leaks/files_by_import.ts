// Tries to import files, the network and built-ins.
// Comes back: value /^held$/
// In a task: import() is refused before it runs
// Refused by: forbidden
export async function attack({ file, port }) { const open = []; for (const s of ["file://" + file, "node:fs", "npm:zod", "jsr:@std/path", "http://127.0.0.1:" + port + "/x.js", "data:text/javascript,export default 1", "blob:x", "./x.js", "ext:core/mod.js"]) try { await import(s); open.push(s); } catch {} return open.length ? "ESCAPED " + open : "held"; }
