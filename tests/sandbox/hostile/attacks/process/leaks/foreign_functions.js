// Tries to load machine code from the main thread.
// Comes back: value /^held$/
serve(() => tryAll({ dlopen: () => Deno.dlopen("libc.so.6", {}), pointer: () => Deno.UnsafePointer.create(1n), callback: () => new Deno.UnsafeCallback({ parameters: [], result: "void" }, () => {}) }));
