import { assertEquals } from "@std/assert";
import { flagsIn } from "../../src/supervise/own_flags.ts";

const cases: readonly (readonly [string, readonly string[], readonly string[], string])[] = [
  ["deno run -A mod.ts optimize t.ts", ["optimize", "t.ts"], ["-A"], "mod.ts"],
  ["deno -A ./mod.ts", [], ["-A"], "./mod.ts"],
  ["deno mod.ts x", ["x"], [], "mod.ts"],
  [
    "deno run --no-prompt --allow-read --allow-write=runs --config d.json mod.ts a -- b",
    ["a", "--", "b"],
    ["--no-prompt", "--allow-read", "--allow-write=runs", "--config", "d.json"],
    "mod.ts",
  ],
  [
    "deno run -A --watch --inspect-brk=1:2 -r -q jsr:@opto/opto",
    [],
    ["-A", "-q"],
    "jsr:@opto/opto",
  ],
];

Deno.test("flagsIn() finds the flags that another process shall have, and the main module", () => {
  for (const [line, args, flags, script] of cases) {
    assertEquals(flagsIn(line.split(" "), args), { flags, script });
  }
});

Deno.test("flagsIn() takes no flags of other subcommands, nor of a command line that it misunderstands", () => {
  assertEquals(flagsIn("deno test -A tests".split(" "), []), undefined);
  assertEquals(flagsIn("deno eval 1".split(" "), []), undefined);
  assertEquals(flagsIn("deno run -A mod.ts a".split(" "), ["b"]), undefined);
  assertEquals(flagsIn(["deno"], []), undefined);
});
