import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { dirname, join } from "node:path";
import { examplesOf } from "../../tools/suites/examples.ts";
import { writeSuites } from "../../tools/suites/suites.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("examplesOf() reads the blocks of comments and pages, with their lines and absolute imports", () => {
  const text = `/**
 * Adds.
 *
 * @example
 * \`\`\`ts
 * import { add } from "./add.ts";
 * import { one } from "@opto/opto";
 *
 * if (add(1, one) !== 2) {
 *   throw new Error();
 * }
 * \`\`\`
 *
 * \`\`\`ts ignore
 * unfinished(
 * \`\`\`
 */
`;
  const comment = examplesOf("src/add.ts", text, new URL("file:///r/src/add.ts"));
  const imports = 'import { add } from "file:///r/src/add.ts"; import { one } from "@opto/opto";';
  const body = "if (add(1, one) !== 2) {\n  throw new Error();\n}";
  assertEquals(comment, [{
    name: "src/add.ts#6-11",
    code: `${imports} export default async () => {${"\n".repeat(8)}${body}\n};\n`,
  }]);
  const page =
    'Two:\n\n```ts\nconst x = await import("../x.ts");\n```\n\n```sh\nls\n```\n\n```ts\n1;\n```\n';
  assertEquals(examplesOf("docs/a.md", page, new URL("file:///r/docs/a.md")), [
    {
      name: "docs/a.md#4-4",
      code: 'export default async () => {\n\n\nconst x = await import("file:///r/x.ts");\n};\n',
    },
    { name: "docs/a.md#12-12", code: `export default async () => {${"\n".repeat(11)}1;\n};\n` },
  ]);
});

Deno.test("a suite runs every file of a folder and every example, and names what fails, hangs or cannot be loaded", async () => {
  const directory = await tempDir();
  const root = join(directory, "repository");
  const files = {
    "tests/a/b/fails_test.ts": 'Deno.test("fails", () => {\n  throw new Error("no");\n});\n',
    "tests/a/broken_test.ts": 'throw new Error("broken");\n',
    "tests/a/hangs_test.ts": 'Deno.test("hangs", () => new Promise(() => {}));\n',
    "tests/a/passes_test.ts": 'Deno.test("passes", () => {});\n',
    "tests/c/left_out_test.ts": 'Deno.test("left out", () => {});\n',
    "docs/page.md": "```ts\n1;\n```\n\n```ts\nthrow new Error();\n```\n",
  };
  for (const [path, text] of Object.entries(files)) {
    await Deno.mkdir(dirname(join(root, path)), { recursive: true });
    await Deno.writeTextFile(join(root, path), text);
  }
  const options = { root, paths: ["tests", "docs/"], ignored: ["tests/c"] };
  const suites = await writeSuites({ ...options, directory: join(directory, "suites") });
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["test", "--no-check", "--allow-read", ...suites],
    cwd: root,
    env: { NO_COLOR: "1" },
  }).output();
  const output = new TextDecoder().decode(stdout);
  assertEquals(code, 1);
  assertStringIncludes(output, "2 passed | 4 failed");
  const [, failures = ""] = output.split(" FAILURES ");
  assertStringIncludes(failures, "fails => ./tests/a/b/fails_test.ts:1:6\n");
  assertStringIncludes(failures, "hangs => ./tests/a/hangs_test.ts:1:6\n");
  assertMatch(failures, /^tests\/a\/broken_test.ts cannot be loaded => /m);
  assertMatch(failures, /^docs\/page.md#6-6 => /m);
});
