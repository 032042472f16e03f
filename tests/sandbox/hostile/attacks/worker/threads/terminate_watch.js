// Tries to stop the main thread's watch.
// Comes back: timeout|value /./
serve(() => { for (let n = 0; n < 1000; n++) { clearInterval(n); clearTimeout(n); } for (;;); });
