/**
 * Code functions without a name, and code in any form: what is proposed for them can be accepted.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { withSandbox } from "../../../src/trace/ambient.ts";
import { trainable } from "../../../src/trace/code/trainable.ts";
import { validateValues } from "../../../src/optimizer/validate_values.ts";
import type { TraceParameter } from "../../../src/trace/trace_parameter.ts";
import { SharedRunner } from "../../support/shared_sandbox.ts";
import "../../../src/entry/trace.ts"; // the reader of sources

const unnamed = () => [
  trainable((n: number): number => 2 * n + 1),
  trainable((n: number): number => 2 * n + 1, { name: "classify" }),
  trainable(function (n: number): number {
    return 2 * n + 1;
  }),
  trainable((n: number): number => 2 * n + 1, { name: "not a name" }),
  trainable((n: number): number => 2 * n + 1, { name: "default" }),
  trainable((n: number): number => 2 * n + 1, {
    source: "export default (n: number): number => 2 * n + 1;",
  }),
];

Deno.test("a function without a name keeps one name from its first line to each proposal", async () => {
  const runner = new SharedRunner();
  for (const [i, made] of unnamed().entries()) {
    const early = made.parameter.code?.entry;
    await made.ready();
    const entry = made.parameter.code?.entry;
    assertEquals(entry, early);
    assertEquals(entry, ["trainable", "classify", "trainable", "main", "main", "trainable"][i]);
    const parameters = new Map([["p", made.parameter as unknown as TraceParameter]]);
    const answers = [
      made.parameter.data.replace("+ 1", "+ 4"),
      `const ${entry} = (n: number): number => 2 * n + 4;`,
      `export default function ${entry}(n: number): number { return 2 * n + 4; }`,
      "export default (n: number): number => 2 * n + 4;",
      "(n: number): number => 2 * n + 4",
      "function (n: number): number { return 2 * n + 4; }",
    ];
    for (const answer of answers) {
      const { values, rejections } = await validateValues(parameters, { p: answer }, {
        runner: () => runner,
        smokeTest: (_name, code) => ({ inputs: [[1]], current: code.program() }),
      });
      assertEquals(rejections, [], answer);
      made.parameter.update(values.p);
      assertEquals((await withSandbox(runner, () => made(1))).data, 6, answer);
    }
  }
});
