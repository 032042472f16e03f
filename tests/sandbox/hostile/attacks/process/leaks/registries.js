// Tries to load packages, from the network or from the host's cache.
// Comes back: value /^held$/
// Takes 1500 ms
serve(() => tryAll(Object.fromEntries(["npm:zod", "npm:comlink@4.4.2", "jsr:@std/assert", "https://example.com/m.js", "comlink"].map((s) => [s, () => import(s)]))));
