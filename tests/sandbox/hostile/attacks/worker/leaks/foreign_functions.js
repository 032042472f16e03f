// Tries to load machine code.
// Comes back: value /^held$/
serve(async () => {
  const process = (await import("node:process")).default;
  return await tryAll({
    dlopen: () => Deno.dlopen("libc.so.6", { getpid: { parameters: [], result: "i32" } }),
    pointer: () => Deno.UnsafePointer.create(1n),
    view: () => new Deno.UnsafePointerView(null).getInt8(),
    nodeDlopen: () => process.dlopen({ exports: {} }, "libc.so.6"),
    napi: async () => (await import("node:module")).createRequire("file:///")("/tmp/x.node"),
    binding: () => { const b = process.binding("fs"); if (typeof b?.internalModuleReadJSON !== "function") throw 0; return b.internalModuleReadJSON("/etc/passwd"); },
  });
});
