import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { openSandboxPool } from "../../src/code/sandbox/open_sandbox.ts";
import { checkProgram, type CheckProgramOptions } from "../../src/code/check_program.ts";
import type { HostTool, Program, Unit } from "../../src/trace/code_runner.ts";

const original = `export function pick(items: readonly number[], room: number): number {
  return items[0] ?? room;
}`;

function program(source: string, rest: Partial<Unit> = {}): Program {
  const unit: Unit = {
    id: "pick",
    kind: "trainable",
    entry: "pick",
    original,
    source,
    uses: {},
    ...rest,
  };
  return { units: [unit], entry: "pick" };
}

const body = (text: string) =>
  `export function pick(items: readonly number[], room: number): number {\n  ${text}\n}`;

Deno.test("checkProgram()", async (t) => {
  await using runner = openSandboxPool({ size: 1, spares: 1, timeoutMs: 1_000 });
  const smokeInputs = [[[3, 4], 5], [[], 6]];
  const validate = (candidate: Program, options: Partial<CheckProgramOptions> = {}) =>
    checkProgram(candidate, { runner, smokeInputs, ...options });

  /** stage, line and message of the first diagnostic. */
  const reason = async (candidate: Program, options: Partial<CheckProgramOptions> = {}) => {
    const check = await validate(candidate, options);
    assert(check.kind === "refused", "it was accepted");
    assertEquals(check.unit, "pick");
    const [first] = check.diagnostics;
    assertEquals(first?.lineText, candidate.units[0]?.source.split("\n")[first!.line - 1]);
    return `${first?.stage} ${first?.line} ${first?.message}`;
  };

  await t.step("accepts a program that passes every check and the last inputs", async () => {
    assertEquals(await validate(program(body("return room - items.length;"))), {
      kind: "accepted",
    });
    assertEquals(await validate(program(original), { smokeInputs: [] }), { kind: "accepted" });
  });

  await t.step("refuses at the first stage that has a reason", async () => {
    assertStringIncludes(await reason(program(body("return 1 +;"))), "syntax 2 ");
    assertStringIncludes(await reason(program(original.replace("pick", "choose"))), "entry 1 ");
    assertStringIncludes(await reason(program(body("return fetch;"))), "free-variable 2 ");
    assertStringIncludes(await reason(program(`${original}\nnull.x;`)), "load 4 TypeError");
  });

  await t.step("checks types only when asked to", async () => {
    const wrong = program(body("const one: string = 1;\n  return Number(one);"));
    assertEquals(await validate(wrong), { kind: "accepted" });
    assertStringIncludes(await reason(wrong, { isTypeChecked: true }), "type 2 TS2322");
  });

  await t.step(
    "refuses a program that throws, hangs or exits on an input, with the input and the line",
    async () => {
      assertEquals(
        await reason(
          program(body("if (items.length === 0) throw new RangeError('none');\n  return 1;")),
        ),
        "smoke 2 Cannot accept pick: it threw: RangeError: none; called with ([], 6)",
      );
      assertStringIncludes(
        await reason(program(body("for (;;) room++;"))),
        "Cannot accept pick: it ran out of time: ",
      );
      assertStringIncludes(
        await reason(program(body("return (() => 1) as never;"))),
        "it returned a value that cannot be passed on",
      );
    },
  );

  await t.step("refuses a result of another shape than the declared one, cause first", async () => {
    assertEquals(
      await reason(program(body('return "one";'))),
      'smoke 1 Cannot accept pick: it returned "one" (string) instead of a number; called with ([3, 4], 5)',
    );
    const nothing = await reason(program(body("if (room > 5) return 1;")));
    assertStringIncludes(nothing, "it returned undefined instead of a number; called with ([3, 4]");
    const loose = program(body('return "old";'));
    assertEquals(await validate(program(body('return "new";')), { current: loose }), {
      kind: "accepted",
    });
  });

  await t.step("ignores inputs on which the current program fails too", async () => {
    const current = program(body("if (items.length === 0) throw new Error('old');\n  return 1;"));
    const proposal = program(body("if (items.length === 0) throw new Error('new');\n  return 2;"));
    assertEquals(await validate(proposal, { current }), { kind: "accepted" });
    const worse = program(body("throw new Error('always');"));
    assertStringIncludes(
      await reason(worse, { current }),
      "it threw: Error: always; called with ([3, 4], 5)",
    );
  });

  await t.step("lets the program call its tools", async () => {
    const source =
      "export async function pick({ ask }: { ask: (n: number) => Promise<number> }, n: number) {\n  return await ask(n);\n}";
    const asking = program(source, {
      original: source,
      uses: { ask: { kind: "tool", tool: "ask" } },
    });
    const tools = new Map<string, HostTool>([["ask", { run: (n) => Number(n) + 1 }]]);
    assertEquals(await validate(asking, { tools, smokeInputs: [[1]] }), { kind: "accepted" });
  });
});
