// Tries fifty thousand console lines of one call.
// Comes back: crashed /a list of 50000, where 200 are kept/
// Takes 3000 ms
forge((id) => reply(id, JSON.stringify([{ kind: "value", value: 1, console: Array(50_000).fill({ level: "log", text: "" }) }])));
