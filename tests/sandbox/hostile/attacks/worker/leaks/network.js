// Tries every way to the target socket.
// Comes back: value /^held$/
// Takes 2000 ms
serve(({ port }) => {
  const hostname = "127.0.0.1";
  const url = "http://" + hostname + ":" + port;
  const event = (target) => new Promise((yes, no) => { target.onopen = () => yes("opened"); target.onerror = no; setTimeout(no, 300); });
  const node = (name) => import("node:" + name);
  const emitter = (e, name) => new Promise((yes, no) => { e.on(name, () => yes(name)); e.on("error", no); setTimeout(no, 300); });
  return tryAll({
    fetch: () => fetch(url),
    connect: () => Deno.connect({ hostname, port }),
    connectTls: () => Deno.connectTls({ hostname, port }),
    listen: () => Deno.listen({ port: 0 }),
    datagram: () => Deno.listenDatagram({ port: 0, transport: "udp" }),
    unix: () => Deno.connect({ transport: "unix", path: "/tmp/x.sock" }),
    resolve: () => Deno.resolveDns("localhost", "A"),
    interfaces: () => Deno.networkInterfaces(),
    webSocket: () => event(new WebSocket("ws://" + hostname + ":" + port)),
    eventSource: () => event(new EventSource(url)),
    webTransport: async () => { await new WebTransport("https://" + hostname + ":" + port).ready; },
    http: async () => emitter((await node("http")).get(url), "response"),
    net: async () => emitter((await node("net")).connect(port, hostname), "connect"),
    dns: async () => (await node("dns/promises")).lookup("example.com"),
    http2: async () => emitter((await node("http2")).connect(url), "connect"),
    tls: async () => emitter((await node("tls")).connect(port, hostname), "secureConnect"),
    beacon: () => navigator.sendBeacon(url),
    client: () => Deno.createHttpClient({ proxy: { url } }) && fetch(url),
  });
});
