// Tries to import from registries, the network and the target socket.
// Comes back: value /^held$/
// Takes 2000 ms
serve(({ port }) => tryAll(Object.fromEntries(
  ["npm:zod", "npm:left-pad@1.3.0", "jsr:@std/assert", "http://127.0.0.1:" + port + "/m.js", "https://example.com/m.js", "https://jsr.io/@std/path/meta.json", "zod"]
    .map((specifier) => [specifier, () => import(specifier)]),
)));
