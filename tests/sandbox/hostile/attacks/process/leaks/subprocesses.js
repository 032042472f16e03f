// Tries to start a program from the main thread.
// Comes back: value /^held$/
serve(async () => { const child = await import("node:child_process"); return await tryAll({ command: () => new Deno.Command("/bin/true").outputSync(), deno: () => new Deno.Command(Deno.execPath()).spawn(), exec: () => child.execSync("true"), sync: () => { const { error } = child.spawnSync("/bin/true"); if (error) throw error; } }); });
