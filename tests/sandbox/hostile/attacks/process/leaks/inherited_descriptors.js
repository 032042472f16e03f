// Tries to write to descriptors other than its three pipes.
// Comes back: value /^held$/
serve(async () => { const fs = await import("node:fs"); const open = []; for (let fd = 3; fd < 128; fd++) try { fs.writeSync(fd, "PWNED"); open.push(fd); } catch {} return open.length ? "ESCAPED " + open : "held"; });
