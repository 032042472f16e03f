// Tries to learn about the machine from the main thread.
// Comes back: value /^held$/
serve(() => tryAll({ hostname: () => Deno.hostname(), uid: () => Deno.uid(), load: () => Deno.loadavg(), memory: () => Deno.systemMemoryInfo(), interfaces: () => Deno.networkInterfaces() }));
