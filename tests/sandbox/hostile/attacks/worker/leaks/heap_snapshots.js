// Tries to write dumps, reports and logs of the process.
// Comes back: value /^held$/
serve(async ({ directory }) => {
  const v8 = await import("node:v8");
  const process = (await import("node:process")).default;
  return await tryAll({
    snapshot: () => v8.writeHeapSnapshot(directory + "/made.heapsnapshot"),
    report: () => { if (!process.report?.writeReport) throw 0; const made = process.report.writeReport(directory + "/made.json"); if (!made) throw 0; return made; },
    inspector: async () => (await import("node:inspector")).open(0),
    session: async () => { const { Session } = await import("node:inspector"); const s = new Session(); s.connect(); },
    chdir: () => Deno.chdir(directory),
    wasi: async () => { const { WASI } = await import("node:wasi"); return new WASI({ version: "preview1", preopens: { "/": "/" } }); },
  });
});
