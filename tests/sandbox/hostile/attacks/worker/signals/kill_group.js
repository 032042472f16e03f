// Tries to signal the host through the process group, with a signal that does no harm.
// Comes back: value /^held$/
serve(async () => {
  const process = (await import("node:process")).default;
  return await tryAll({ zero: () => Deno.kill(0, "SIGURG"), node: () => process.kill(0, "SIGURG"), negative: () => process.kill(-1, "SIGURG") });
});
