// Tries to ask for what it may not do.
// Comes back: value /^held$/
serve(() => tryAll({
  request: async () => { for (const name of ["read", "write", "net", "env", "run", "sys", "ffi", "import"]) if ((await Deno.permissions.request({ name })).state === "granted") return name; throw 0; },
  query: () => { for (const name of ["read", "write", "net", "env", "run", "sys", "ffi", "import"]) if (Deno.permissions.querySync({ name }).state !== "denied") return name; throw 0; },
  revoke: async () => { for (const name of ["read", "net"]) if ((await Deno.permissions.revoke({ name })).state !== "denied") return name; throw 0; },
}));
