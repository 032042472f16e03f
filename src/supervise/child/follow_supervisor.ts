/**
 * Makes the task process stop when its supervisor asks, and end when it is gone.
 *
 * @module
 */

/** Calls `stop` when the supervisor asks for it. Ctrl-C reaches this process too, and is the supervisor's to answer. */
export function onStopRequest(stop: () => void): void {
  if (Deno.build.os === "windows") {
    Deno.stdin.readable.pipeTo(new WritableStream()).then(stop, stop);
    return;
  }
  Deno.addSignalListener("SIGTERM", stop);
  // With one listener Deno ends the process at other signals, though the shell made it ignore them.
  for (const signal of ["SIGINT", "SIGHUP"] as const) Deno.addSignalListener(signal, () => {});
}

/**
 * Ends this process when the supervisor is gone. A worker looks for it, because the task may hold the main thread. Killing
 * its own process needs no permission.
 */
export function endWithSupervisor(): void {
  const source = `const parent = ${Deno.ppid}; setInterval(() => {
    if (Deno.ppid !== parent) Deno.kill(Deno.pid, "SIGKILL");
  }, 100);`;
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  new Worker(url, { type: "module", deno: { permissions: "none" } });
}
