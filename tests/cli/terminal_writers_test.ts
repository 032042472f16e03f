import { assertEquals, assertGreater } from "@std/assert";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Ways to the terminal, and the one file that may use each. */
const writers: readonly { readonly way: RegExp; readonly files: readonly string[] }[] = [
  { way: /\bDeno\.(stdout|stderr)\b/, files: ["src/cli/terminal.ts"] },
  // A guide that asks a person; it escapes what it writes.
  {
    way: /(?<![#.])\bconsole\s*\.\s*(?!slice|map)\w+\s*\(/,
    files: ["src/guide/judge_terminal.ts"],
  },
  { way: /\bnew Console\b/, files: ["src/cli/redirect_console.ts"] },
  { way: /\bprocess\.(stdout|stderr)\.write|\/dev\/(tty|stdout|stderr)/, files: [] },
  // Dialogs of the browser, not a method of that name.
  { way: /(?<![.#]|async )\b(alert|confirm|prompt)\((?!\n\s*\w+: )/, files: [] },
  { way: /"inherit"/, files: ["src/supervise/task_process.ts"] }, // standard input only
  { way: /\bnew TerminalText\b|\bsetColorEnabled\b/, files: ["src/cli/terminal_text.ts"] },
  { way: /\bwrite(Out|Err)\b/, files: ["src/cli/terminal.ts"] },
  { way: /\\x1b|\\u001b|\\033/i, files: ["src/cli/terminal.ts"] },
];

/** Source texts that run in the child, whose output is a pipe to the host. */
const childSources = new Set([
  "src/supervise/child/channel.ts",
  "src/supervise/child/serve_here.ts",
  "src/supervise/child/spread_here.ts",
  "src/code/child/serve.ts",
  "src/code/sandbox/probes/escape_probe.ts",
]);

Deno.test("only the terminal writes to the terminal", async () => {
  const found = writers.map(() => new Set<string>());
  let count = 0;
  for (const path of [join(root, "mod.ts"), ...await Array.fromAsync(sources(join(root, "src")))]) {
    const name = relative(root, path).replaceAll("\\", "/");
    if (childSources.has(name)) continue;
    const code = withoutComments(await Deno.readTextFile(path));
    writers.forEach(({ way }, i) => way.test(code) && found[i]?.add(name));
    count++;
  }
  assertGreater(count, 300);
  assertEquals(found.map((files) => [...files].sort()), writers.map(({ files }) => [...files]));
});

/** Modules of the host. */
async function* sources(directory: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(directory)) {
    const path = join(directory, name);
    if (isDirectory) yield* sources(path);
    else if (/\.tsx?$/.test(name)) yield path;
  }
}

/** Code without lines of comments; an example in a comment may print. */
function withoutComments(code: string): string {
  return code.split("\n").filter((line) => !/^\s*(\/\/|\/?\*)/.test(line)).join("\n");
}
