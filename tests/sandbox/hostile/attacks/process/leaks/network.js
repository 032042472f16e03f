// Tries to reach the target socket from the main thread.
// Comes back: value /^held$/
// Takes 1500 ms
serve(async ({ port }) => {
  const net = await import("node:net");
  const hostname = "127.0.0.1";
  return await tryAll({ fetch: () => fetch(`http://${hostname}:${port}`), connect: () => Deno.connect({ hostname, port }), listen: () => Deno.listen({ port: 0 }), dns: () => Deno.resolveDns("localhost", "A"), socket: () => new Promise((yes, no) => { const s = net.connect(port, hostname, () => yes("connected")); s.on("error", no); setTimeout(no, 300); }), import: () => import(`http://${hostname}:${port}/m.js`), unix: () => Deno.connect({ transport: "unix", path: "/run/x.sock" }), web: () => new Promise((yes, no) => { const w = new WebSocket(`ws://${hostname}:${port}`); w.onopen = () => yes("open"); w.onerror = no; }) });
});
