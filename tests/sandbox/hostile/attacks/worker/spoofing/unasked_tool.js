// Tries to call a host tool that was never given, by names that every object has.
// Comes back: timeout|crashed /./
forge((id) => { let n = 0; for (const tool of ["constructor", "__proto__", "toString", "get"]) say({ type: "tool", id: ++n, item: 0, tool, args: '[["x"]]' }); });
