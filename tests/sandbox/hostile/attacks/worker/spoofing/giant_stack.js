// Tries a stack of two megabytes, each line of which the host would look up.
// Comes back: crashed /a text of \d+ characters/
forge((id) => reply(id, JSON.stringify([{ kind: "thrown", error: { name: "E", message: "m", stack: " at f (opto:main:1:1)\n".repeat(1e5) } }])));
