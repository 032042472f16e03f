// Tries to read or write the target files from the main thread.
// Comes back: value /^held$/
serve(async ({ file, directory }) => {
  const fs = await import("node:fs");
  const url = "file://" + file;
  return await tryAll({ read: () => Deno.readTextFileSync(file), write: () => Deno.writeTextFileSync(directory + "/made", "PWNED"), remove: () => Deno.removeSync(file), stat: () => Deno.statSync(file), node: () => fs.readFileSync(file), nodeWrite: () => fs.writeFileSync(directory + "/made", "PWNED"), fetch: async () => (await fetch(url)).text(), import: async () => (await import(url, { with: { type: "text" } })).default, code: () => import(url), temp: () => Deno.makeTempFileSync(), exec: () => Deno.readDirSync("/").next(), tty: () => Deno.openSync("/dev/tty"), proc: () => Deno.readTextFileSync("/proc/self/environ"), module: () => Deno.openSync(Deno.execPath()) });
});
