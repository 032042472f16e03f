// Tries to kill the host.
// Comes back: value /^held$/
serve(async ({ hostPid }) => {
  const process = (await import("node:process")).default;
  return await tryAll({ kill: () => Deno.kill(hostPid, "SIGKILL"), parent: () => Deno.kill(Deno.ppid, "SIGKILL"), node: () => process.kill(hostPid, "SIGKILL"), stop: () => Deno.kill(hostPid, "SIGSTOP") });
});
