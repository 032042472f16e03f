import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { stripAnsiCode } from "@std/fmt/colors";
import { join } from "node:path";
import { hiddenIn, hostileText } from "../support/hostile_text.ts";
import { libraryUrl } from "./opto_command.ts";
import { tempDir } from "../support/temp_dir.ts";

const task = `import { defineTask, parameter } from "${libraryUrl}";
export default defineTask({
  name: "three",
  agent: () => ({
    factor: parameter(1, { name: "factor" }),
    forward(x: number) { return this.factor.mul(x); },
  }),
  examples: { train: [1, 2].map((input) => ({ input, expected: 3 * input })) },
  guide: async ({ expected }, output) => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    return -Math.abs(Number(output) - expected) || 0;
  },
});
`;

/** Starts `optimize` in a terminal of its own, which `script` keeps and whose screen it copies. */
async function inTerminal(
  steps: number,
  env: Readonly<Record<string, string>> = {},
  source: string = task,
) {
  const cwd = await tempDir();
  await Deno.writeTextFile(join(cwd, "task.ts"), source);
  const program = new URL(libraryUrl).pathname;
  const command =
    `${Deno.execPath()} run -A --no-check ${program} optimize task.ts --run-dir run --steps ${steps}`;
  const terminal = new Deno.Command("script", {
    args: ["--quiet", "--flush", "--return", "--command", command, "/dev/null"],
    cwd,
    env: { TERM: "xterm-256color", ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  return { cwd, terminal };
}

Deno.test("optimize redraws a few lines in a terminal, and ends with the result", async () => {
  const { terminal } = await inTerminal(3);
  const { code, stdout } = await terminal.output();
  const text = new TextDecoder().decode(stdout);
  assertEquals(code, 0, text);
  assertStringIncludes(text, "\x1b[5A\r"); // back over the frame
  assertStringIncludes(text, "\x1b[1m"); // bold
  assertMatch(text.slice(text.lastIndexOf("\x1b[J")), /Done\.[^]*validation|train/);
});

Deno.test("optimize honours NO_COLOR in a terminal", async () => {
  const { terminal } = await inTerminal(1, { NO_COLOR: "1" });
  const text = new TextDecoder().decode((await terminal.output()).stdout);
  assertEquals(stripAnsiCode(text).includes("Done."), true);
  assert(!text.includes("\x1b[1m") && !text.includes("\x1b[32m"), text);
});

Deno.test("optimize writes no codes to a terminal but its own", async () => {
  const hostile = JSON.stringify(hostileText);
  const says = task.replace('name: "three"', `name: ${hostile}, summarize: () => ${hostile}`)
    .replace("await new", `console.log(${hostile}); await new`);
  const { terminal } = await inTerminal(2, {}, says);
  const text = new TextDecoder().decode((await terminal.output()).stdout);
  // deno-lint-ignore no-control-regex -- the codes of the colours, the frame and the line ends
  const own = /\x1b\[(1|2|22|32|33|36|39)m|\x1b\[\d+A|\x1b\[[JK]|\r/g;
  assertStringIncludes(text, "\x1b[1m");
  assertStringIncludes(text, "\\u001b[35mcolour");
  assertEquals(hiddenIn(text.replace(own, "")), []);
});

Deno.test("optimize saves when its terminal goes away", async () => {
  const { cwd, terminal } = await inTerminal(100_000);
  const reader = terminal.stdout.pipeThrough(new TextDecoderStream()).getReader();
  for (let text = ""; !text.includes("evaluations");) {
    const { done, value } = await reader.read();
    if (done) throw new Error(`The run ended by itself: ${text}`);
    text += value;
  }
  terminal.kill("SIGKILL");
  await terminal.status;
  await reader.cancel();
  const log = join(cwd, "run/events.jsonl");
  let last = "";
  for (let tries = 0; tries < 200 && !last.includes("finished"); tries++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    last = (await Deno.readTextFile(log)).trimEnd().split("\n").at(-1) ?? "";
  }
  assertEquals(JSON.parse(last).stopReason, "interrupted");
});
