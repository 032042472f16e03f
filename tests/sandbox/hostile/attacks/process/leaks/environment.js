// Tries to read the host's environment, or that of this process.
// Comes back: value /^held$/
serve(({ env, hostPid }) => tryAll({ get: () => Deno.env.get(env), all: () => Deno.env.toObject(), host: () => Deno.readTextFileSync(`/proc/${hostPid}/environ`), set: () => Deno.env.set(env, "PWNED") }));
