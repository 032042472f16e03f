// Tries to kill its own process.
// Comes back: crashed /was ended by SIGKILL/
serve(() => { Deno.kill(Deno.pid, "SIGKILL"); return "still here"; });
