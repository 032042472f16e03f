// Tries to keep something for the next run from the main thread.
// Comes back: value /^held$/
serve(() => tryAll({ caches: async () => { await (await caches.open("pwned")).put("http://x/", new Response("PWNED")); }, local: () => localStorage.setItem("a", "PWNED"), session: () => { if (typeof sessionStorage === "undefined") throw 0; sessionStorage.setItem("a", "b"); throw 0; }, kv: () => Deno.openKv(), database: async () => new (await import("node:sqlite")).DatabaseSync("/tmp/pwned.db") }));
