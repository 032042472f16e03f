// Tries to write where the host writes, and to ask the person in front of it.
// Comes back: value|crashed /^held$|protocol/
serve(async () => {
  const fs = await import("node:fs");
  console.error("PWNED on standard error");
  await Deno.stderr.write(new TextEncoder().encode("PWNED\n"));
  for (let fd = 3; fd < 40; fd++) try { fs.writeSync(fd, "PWNED on descriptor " + fd); } catch { /* closed */ }
  return await tryAll({ prompt: () => { if (prompt("password?") === null) throw 0; }, confirm: () => { if (!confirm("?")) throw 0; }, size: () => Deno.consoleSize(), raw: () => Deno.stdin.setRaw(true) });
});
