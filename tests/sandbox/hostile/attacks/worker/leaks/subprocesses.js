// Tries to start a program.
// Comes back: value /^held$/
serve(async () => {
  const child = await import("node:child_process");
  const wait = (c) => new Promise((yes, no) => { c.on("spawn", () => yes("spawned")); c.on("error", no); });
  return await tryAll({
    command: () => new Deno.Command("/bin/true").outputSync(),
    spawn: () => new Deno.Command(Deno.execPath(), { args: ["--version"] }).spawn(),
    execSync: () => child.execSync("true"),
    spawnSync: () => { const { error } = child.spawnSync("true"); if (error) throw error; },
    nodeSpawn: () => wait(child.spawn("true")),
    fork: () => wait(child.fork("x.js")),
    execFile: () => new Promise((yes, no) => child.execFile("true", (error) => error ? no(error) : yes("ran"))),
    cluster: async () => wait((await import("node:cluster")).default.fork()),
  });
});
