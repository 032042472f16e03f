// Tries to leave a thread that spins after its call is over.
// Comes back: value|crashed /^left$|V8|memory/
// Takes 600 ms
serve(() => { new Worker("data:text/javascript,for(;;);", { type: "module" }); return "left"; });
