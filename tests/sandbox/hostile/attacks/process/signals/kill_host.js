// Tries to kill its parent and the host.
// Comes back: value /^held$/
serve(({ hostPid }) => tryAll({ host: () => Deno.kill(hostPid, "SIGKILL"), parent: () => Deno.kill(Deno.ppid, "SIGSTOP"), init: () => Deno.kill(1, "SIGCONT"), group: () => Deno.kill(0, "SIGURG") }));
