// Tries the files that tell of processes and terminals, which are not all behind one permission.
// Comes back: value /^held$/
serve(({ hostPid }) => tryAll({
  environ: () => Deno.readTextFile("/proc/" + hostPid + "/environ"),
  selfEnviron: () => Deno.readTextFile("/proc/self/environ"),
  mem: () => Deno.open("/proc/self/mem"),
  cmdline: () => Deno.readTextFile("/proc/" + hostPid + "/cmdline"),
  tty: () => Deno.open("/dev/tty", { read: true, write: true }),
  stdinPath: () => Deno.open("/dev/stdin"),
  fd: () => Deno.readLink("/proc/self/fd/0"),
  random: () => Deno.open("/dev/urandom"),
  null: () => Deno.open("/dev/zero"),
}));
