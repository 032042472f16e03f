// Tries to keep something for the next run.
// Comes back: value /^held$/
serve(() => tryAll({
  caches: async () => { const cache = await caches.open("pwned"); await cache.put("http://x/", new Response("PWNED")); },
  localStorage: () => localStorage.setItem("a", "PWNED"),
  sessionStorage: () => sessionStorage.setItem("a", "PWNED"),
  indexedDb: () => indexedDB.open("pwned"),
  kv: () => Deno.openKv(),
  directory: async () => (await navigator.storage.getDirectory()),
}));
