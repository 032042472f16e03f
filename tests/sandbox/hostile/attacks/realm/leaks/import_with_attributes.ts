// Tries to import a file as text.
// Comes back: value /^held$/
// In a task: import() is refused before it runs
export async function attack({ file }) { try { return "ESCAPED " + (await import("file://" + file, { with: { type: "text" } })).default; } catch { return "held"; } }
