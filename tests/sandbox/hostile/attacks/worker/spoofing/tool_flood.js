// Tries to drown the host in tool calls.
// Comes back: crashed|timeout /too many messages|did not answer/
forge((id) => { for (let n = 1; n < 1e6; n++) say({ type: "tool", id: n, item: 0, tool: "none", args: "[]" }); });
