// Tries to read the real time by formatting nothing.
// Comes back: value /^held$/
// In a task: it has a clock
export function attack() { const f = new Intl.DateTimeFormat("en-US", { dateStyle: "full", timeZone: "UTC" }); const seen = [f.format(), f.format(undefined), f.formatToParts().map((p) => p.value).join("")]; for (const act of [() => f.formatRange(undefined, undefined), () => f.formatRangeToParts(undefined, undefined)]) try { seen.push(String(act())); } catch {} return seen.every((s) => s === "Thursday, January 1, 2026") ? "held" : "ESCAPED " + seen; }
