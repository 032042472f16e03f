// Tries to read and to set the environment.
// Comes back: value /^held$/
serve(({ env }) => tryAll({
  get: () => Deno.env.get(env),
  toObject: () => Deno.env.toObject(),
  has: () => Deno.env.has(env),
  set: () => Deno.env.set(env, "PWNED"),
  delete: () => Deno.env.delete(env),
  node: async () => { const got = (await import("node:process")).default.env[env]; if (got === undefined) throw new Error(); return got; },
  nodeSet: async () => { (await import("node:process")).default.env[env] = "PWNED"; },
}));
