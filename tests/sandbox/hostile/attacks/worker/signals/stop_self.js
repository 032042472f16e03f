// Tries to stop its process without ending it, so that nothing answers any more.
// Comes back: timeout /did not answer/
serve(() => { Deno.kill(Deno.pid, "SIGSTOP"); return new Promise(() => {}); });
