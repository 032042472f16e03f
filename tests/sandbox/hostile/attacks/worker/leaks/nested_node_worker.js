// Tries to read files in a worker of Node's kind.
// Comes back: value|crashed|timeout /^held$|V8|memory|ended|did not answer/
// Takes 600 ms
serve(async () => {
  const { Worker } = await import("node:worker_threads");
  const source = `const { parentPort } = require("node:worker_threads"); let said; try { said = require("node:fs").readFileSync("/etc/hostname", "utf8"); } catch { said = "held"; } parentPort.postMessage(said);`;
  return await new Promise((yes) => { const worker = new Worker(source, { eval: true }); worker.on("message", (m) => yes(m === "held" ? m : "ESCAPED " + m)); worker.on("error", () => yes("held")); });
});
