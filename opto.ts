#!/usr/bin/env -S deno run -A --unstable-lazy-dynamic-imports
/**
 * The program, without the library that `mod.ts` loads besides: `./opto.ts optimize task.ts`.
 *
 * With the flag of the first line Deno reads the modules of a command when it is called, which halves its start once more.
 *
 * @module
 */
if (import.meta.main) {
  import("./src/cli/main.ts").then(({ main }) => main(Deno.args)).then(Deno.exit);
}
