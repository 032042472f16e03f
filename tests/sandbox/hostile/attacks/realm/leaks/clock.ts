// Tries to read the real time in every way a realm has.
// Comes back: value /^held$/
// In a task: it has a clock
export function attack() { const now = [Date.now(), new Date().getTime(), +new (class extends Date {})(), new Date(undefined + "").getTime() || 0, Date.parse(Date()), Date.parse(new Date().toLocaleString("en-US", { timeZone: "UTC" }) + " UTC"), +Reflect.construct(Date, []), +new Date().constructor.now()].filter((t) => t && t !== 1767225600000); return now.length || "Temporal" in globalThis ? "ESCAPED " + now : "held"; }
