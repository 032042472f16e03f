// Tries to end by a signal.
// Comes back: crashed /SIGKILL/
forge(() => Deno.kill(Deno.pid, "SIGKILL"));
