// Tries to fill the main thread, which watches, with messages.
// Comes back: timeout|crashed|value /did not answer|memory|V8/
// Takes 600 ms
serve(() => { const block = "x".repeat(1 << 16); for (;;) postMessage(block); });
