// Tries to learn about the machine and its user.
// Comes back: value /^held$/
serve(async () => {
  const os = await import("node:os");
  return await tryAll({
    hostname: () => Deno.hostname(),
    osRelease: () => Deno.osRelease(),
    uptime: () => Deno.osUptime(),
    loadavg: () => Deno.loadavg(),
    memory: () => Deno.systemMemoryInfo(),
    uid: () => Deno.uid(),
    gid: () => Deno.gid(),
    userInfo: () => os.userInfo(),
    homedir: () => os.homedir(),
    nodeHostname: () => os.hostname(),
    cpus: () => { if (os.cpus()[0].model) return os.cpus()[0].model; throw 0; },
    umask: () => Deno.umask(),
  });
});
