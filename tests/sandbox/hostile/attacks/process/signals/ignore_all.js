// Tries to be deaf to every signal there is, and to loop.
// Comes back: timeout /did not answer/
forge(() => { for (const name of ["SIGTERM", "SIGINT", "SIGHUP", "SIGXCPU", "SIGQUIT", "SIGUSR1"]) try { Deno.addSignalListener(name, () => {}); } catch {} for (;;); });
