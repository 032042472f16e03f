// Tries to start threads without end from the main thread.
// Comes back: crashed|timeout|value /./
// Takes 600 ms
serve(async () => { for (let n = 0; n < 100; n++) new Worker("data:text/javascript,for(;;);", { type: "module", deno: { permissions: "none" } }); for (;;) await null; });
