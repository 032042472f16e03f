// Tries to reach the host and other sandboxes over a broadcast channel.
// Comes back: value /^held$/
serve(async () => {
  for (const name of ["opto", "comlink", "host", "deno", ""]) { const channel = new BroadcastChannel(name); channel.postMessage("PWNED"); channel.close(); }
  return "held";
});
