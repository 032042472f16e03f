// Tries to write where the host writes.
// Comes back: value /^held$/
serve(() => { console.error("PWNED"); Deno.stderr.writeSync(new TextEncoder().encode("PWNED\n".repeat(50_000))); return "held"; });
