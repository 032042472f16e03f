// Tries to end the process as if all were well.
// Comes back: crashed|timeout /code 0|did not answer/
serve(() => { Deno.exit(0); });
