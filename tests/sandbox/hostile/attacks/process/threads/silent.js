// Tries to say nothing, and to keep no thread busy.
// Comes back: timeout /did not answer/
forge(() => new Promise(() => { setInterval(() => {}, 1000); }));
