// Tries to end with the code that says memory was full.
// Comes back: crashed /./
forge(() => Deno.exit(72));
