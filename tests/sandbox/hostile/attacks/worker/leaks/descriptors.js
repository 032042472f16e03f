// Tries to use descriptors that the host might have left open.
// Comes back: value /^held$/
serve(async () => {
  const fs = await import("node:fs");
  const open = [];
  for (let fd = 3; fd < 64; fd++) { try { fs.fstatSync(fd); } catch { continue; } try { const b = new Uint8Array(8); fs.writeSync(fd, b); open.push(fd); } catch { /* not a file of ours */ } }
  return open.length === 0 ? "held" : "ESCAPED " + open;
});
