// Tries to start threads without end.
// Comes back: timeout|crashed|value /./
// Takes 600 ms
serve(async () => { for (let n = 0; n < 200; n++) new Worker("data:text/javascript,for(;;);", { type: "module" }); for (;;); });
