// Tries to serve the network itself.
// Comes back: value|crashed /^held$|Requires net access/
serve(() => tryAll({ serve: () => Deno.serve({ port: 0, onListen() {} }, () => new Response()) }));
