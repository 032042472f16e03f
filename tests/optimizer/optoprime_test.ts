import {
  assert,
  assertEquals,
  assertLess,
  assertMatch,
  assertNotMatch,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { ModelError, UsageError } from "../../src/errors.ts";
import type { ModelRequest } from "../../src/model/language_model.ts";
import { type ScriptedAnswer, scriptedModel } from "../../src/model/scripted_model.ts";
import { estimateTokens } from "../../src/model/tokens.ts";
import type { ModelProposerOptions } from "../../src/optimizer/model_proposer.ts";
import { oproProposer } from "../../src/optimizer/opro.ts";
import { optoPrimeProposer } from "../../src/optimizer/optoprime.ts";
import type { Problem } from "../../src/problem/problem.ts";
import { proposeChanges } from "../../src/optimizer/propose_changes.ts";
import type { ProposeContext } from "../../src/problem/proposer.ts";
import { type Trial, trialHistory } from "../../src/problem/trial.ts";
import {
  bareContext,
  battleship,
  graphOf,
  type NodeSketch,
  numberState,
  numeric,
  refusedShot,
  shotBefore,
} from "./problems.ts";

function requestFor(
  problem: Problem,
  context: Partial<ProposeContext> = {},
  options: Partial<ModelProposerOptions> = {},
): ModelRequest {
  const proposer = optoPrimeProposer(options);
  const request = proposer.request?.(problem, { ...bareContext, ...context });
  assert(request !== undefined);
  return request;
}

/** The problem as the model sees it. */
function promptOf(
  problem: Problem,
  context?: Partial<ProposeContext>,
  options?: Partial<ModelProposerOptions>,
): string {
  return requestFor(problem, context, options).messages[1]?.content ?? "";
}

function sectionsOf(prompt: string): readonly string[] {
  return [...prompt.matchAll(/^#(\w+)$/gm)].map(([, name]) => name ?? "");
}

/** Proposes for the numeric problem with these answers. */
async function propose(answers: readonly ScriptedAnswer[]) {
  const model = scriptedModel(answers);
  const [result] = await proposeChanges(optoPrimeProposer(), numeric, {
    contextOf: () => ({ ...bareContext, model }),
    validate: ({ changes }) => Promise.resolve({ values: changes, rejections: [] }),
    repairs: 1,
  });
  assert(result !== undefined);
  return { result, requests: model.requests };
}

const good = '{"reasoning": "grow", "suggestion": {"x0": 4}}';

const refusedBefore = {
  step: 2,
  parameter: "act",
  reason: 'line 2: Expected ";" but found "]" in `return [0, 0]];`',
  count: 2,
};

Deno.test("optoPrimeProposer() writes a problem, its history and a refusal down for a model to read", async () => {
  const { messages } = requestFor(battleship, {
    history: trialHistory([shotBefore], [refusedBefore]),
    repair: { suggestion: 0, refusals: [refusedShot] },
  });
  const text = messages.map(({ role, content }) => `<<< ${role} >>>\n${content}\n`).join("\n");
  const golden = await Deno.readTextFile(
    new URL("./prompts/battleship_one_shot.txt", import.meta.url),
  );
  assertEquals(text, golden);
});

Deno.test("optoPrimeProposer() shows the sections in their order, and only those with something to show", () => {
  assertEquals(sectionsOf(promptOf(battleship, { history: trialHistory([shotBefore]) })), [
    "Instruction",
    "Code",
    "Documentation",
    "Variables",
    "Constraints",
    "Inputs",
    "Others",
    "Inside",
    "Outputs",
    "Feedback",
    "History",
  ]);
  const bare = sectionsOf(promptOf(numeric));
  assert(!bare.includes("Constraints") && !bare.includes("History") && !bare.includes("Inside"));
  const masked = promptOf(numeric, {}, { mask: ["code", "documentation", "inputs", "others"] });
  assertEquals(sectionsOf(masked), ["Instruction", "Variables", "Outputs", "Feedback"]);
});

Deno.test("optoPrimeProposer() shows steps and values in the terms of TypeScript", () => {
  const prompt = promptOf(numeric);
  assertStringIncludes(
    prompt,
    "const mul0 = mul(x: x0, y: y0);\nconst add0 = add(x: mul0, y: 1);",
  );
  assertStringIncludes(prompt, "#Variables\nlet x0: number = -1;\nlet y0: number = 2;");
  assertStringIncludes(prompt, "#Others\nconst mul0 = -2;");
  assertStringIncludes(prompt, "#Outputs\nconst add0 = -1;");
  assertStringIncludes(prompt, "#Feedback\nadd0: The output should be larger.");
  assertStringIncludes(promptOf(battleship), "act (code):\n```ts\nfunction act(");
});

Deno.test("optoPrimeProposer() asks for the variables by name", () => {
  assertMatch(promptOf(numeric), /What do you suggest for x0, y0\?$/);
});

Deno.test("optoPrimeProposer() shows each of several outputs with its own feedback", () => {
  const problem: Problem = {
    ...numeric,
    feedback: {
      graph: numeric.feedback.graph,
      outputs: [
        { node: 2, feedback: { score: 0.25, feedback: "too small" } },
        { node: 4, feedback: { metrics: { error: 3 } } },
      ],
    },
  };
  assertStringIncludes(
    promptOf(problem),
    "#Feedback\nmul0 (score 0.25): too small\nadd0 (error 3)",
  );
});

Deno.test("optoPrimeProposer() shows a step that failed with the line that failed", () => {
  const full = "  1 | function act() {\n  2 |   board.x();   <--- (TypeError) no x";
  const graph = graphOf({
    x0: { kind: "parameter", value: -1 },
    act0: {
      kind: "exception",
      value: "TypeError: no x",
      by: ["act", "Acts."],
      of: { x: "x0" },
      more: { failure: { kind: "thrown", name: "TypeError", message: "no x", full } },
    },
  });
  const feedback = { feedback: `act failed: no x\n${full}\nTry again.` };
  const problem = { ...numeric, feedback: { graph, outputs: [{ node: 1, feedback }] } };
  const told = "act0:\n  act failed: no x (see #Outputs)\n  Try again.";
  assertStringIncludes(
    promptOf(problem),
    `#Outputs\nact0 failed:\n${full.replaceAll(/^/gm, "  ")}\n\n#Feedback\n${told}`,
  );
  assertStringIncludes(
    promptOf(problem, {}, { mask: ["outputs"] }),
    "board.x();   <--- (TypeError) no x",
  );
});

Deno.test("optoPrimeProposer() shows what happened inside a step", () => {
  const inner = graphOf({
    q: { value: "ships" },
    lookup0: { value: 3, by: ["lookup", "Looks up."], of: { q: "q" } },
  });
  const graph = graphOf({
    x0: { kind: "parameter", value: 1 },
    f0: {
      value: 2,
      by: ["f", "Does."],
      of: { x: "x0" },
      more: {
        inner,
        statements: [
          { unit: "f", line: 2, kind: "assign", label: "best", value: "7", count: 3 },
          { unit: "f", line: 3, kind: "branch", label: "then", count: 1 },
        ],
        console: [{ level: "log", text: "seen" }],
      },
    },
  });
  const problem = { ...numeric, feedback: { graph, outputs: [{ node: 1, feedback: {} }] } };
  assertStringIncludes(
    promptOf(problem),
    `#Inside
Inside f0:
  2: best = 7 (the last of 3)
  3: then
  lookup(q: "ships") gave 3
  console.log: seen`,
  );
});

function trial(step: number, x0: number): Trial {
  return {
    step,
    values: { x0, y0: 2 },
    score: x0,
    scores: {},
    feedback: `for ${x0}`,
    isAccepted: false,
  };
}

Deno.test("optoPrimeProposer() makes one of equal long values that went in", () => {
  const board = Array(4).fill(Array(4).fill("."));
  const graph = graphOf({
    x0: { kind: "parameter", value: 1 },
    board0: { value: board },
    board1: { value: board },
    act0: { value: 2, by: ["act", "Acts."], of: { x: "x0", a: "board0", b: "board1" } },
  });
  const problem = { ...numeric, feedback: { graph, outputs: [{ node: 3, feedback: {} }] } };
  assertMatch(promptOf(problem), /act\(x: x0, a: board0, b: board0\);\n[^]*const board0 = \[\n/);
  assertNotMatch(promptOf(problem), /board1/);
});

Deno.test("optoPrimeProposer() writes a constant where it is used, and a value used twice under its name", () => {
  const graph = graphOf({
    x0: { kind: "parameter", value: 1 },
    once: { value: "tip" },
    twice: { value: 12 },
    add0: { value: 2, by: ["add", "Adds."], of: { x: "x0", y: "twice" } },
    add1: { value: 2, by: ["add", "Adds."], of: { x: "add0", y: "twice", z: "once" } },
  });
  const problem = { ...numeric, feedback: { graph, outputs: [{ node: 4, feedback: {} }] } };
  const prompt = promptOf(problem);
  assertStringIncludes(prompt, 'const add1 = add(x: add0, y: twice, z: "tip");');
  assertStringIncludes(prompt, "#Inputs\nconst twice = 12;\n");
});

Deno.test("optoPrimeProposer() shows at most so many earlier tries, the newest and the best", () => {
  const history = trialHistory([5, 9, 7, 8].map((x0, index) => trial(index, x0)));
  const shown = (memorySize: number) =>
    [...promptOf(numeric, { history }, { memorySize }).matchAll(/^let x0: number = (\d);$/gm)]
      .map(([, x0]) => x0);
  assertEquals(shown(2), ["9", "8"]);
  assertEquals(shown(3), ["9", "7", "8"]);
  assertEquals(shown(9), ["5", "9", "7", "8"]);
  assertEquals(shown(0), []);
  assertEquals(promptOf(numeric, { history }, { memorySize: 0 }), promptOf(numeric));
  assertStringIncludes(
    promptOf(numeric, { history }, { memorySize: 1 }),
    "#History\n… 3 more left out\n\nStep 3: score 8; not kept\nlet x0: number = 8;\nFeedback: for 8\n\nWhat",
  );
});

Deno.test("optoPrimeProposer() keeps the indentation of code, also in its memory", () => {
  assertStringIncludes(
    promptOf(battleship, { history: trialHistory([shotBefore]) }),
    "   }\n-  return [0, 0];\n+  return [2, 2];\n }",
  );
});

/** A chain of so many steps from x0 to the output. */
function chain(length: number): Problem {
  const sketches: Record<string, NodeSketch> = {
    x0: { kind: "parameter", value: 1 },
    add0: { value: 2, by: ["add", "Adds x and y."], of: { x: "x0" } },
  };
  for (let i = 1; i < length; i++) {
    sketches[`add${i}`] = {
      value: "v".repeat(300),
      by: ["add", "Adds x and y."],
      of: { x: `add${i - 1}` },
    };
  }
  const feedback = {
    graph: graphOf(sketches),
    outputs: [{ node: length, feedback: { feedback: "grow" } }],
  };
  const state = numberState("x0", 1, { description: "The one." });
  return { objective: "", parameters: [state], feedback };
}

Deno.test("optoPrimeProposer() fits a large graph into its budget and marks what it leaves out", () => {
  const problem = chain(3_000);
  for (const maxPromptTokens of [1_500, 4_000, 16_000]) {
    const { messages } = requestFor(problem, {}, { maxPromptTokens });
    const text = messages.map(({ content }) => content).join("\n");
    assertLess(estimateTokens(text), maxPromptTokens);
    for (
      const kept of [
        "let x0: number = 1;",
        "x0: The one.",
        "add2999: grow",
        "const add0 = add(x: x0);",
        "const add2999 = add(x: add2998);",
        "…",
      ]
    ) assertStringIncludes(text, kept);
  }
  assertNotMatch(promptOf(chain(5)), /…/);
});

Deno.test("optoPrimeProposer() asks for an answer of the parameters' own shape", () => {
  const { format } = requestFor(battleship);
  assert(format?.kind === "json");
  const suggestion = JSON.parse(JSON.stringify(format.schema)).properties.suggestion;
  assertEquals(suggestion.required, ["reason", "act", "boldness"]);
  assertEquals(suggestion.additionalProperties, false);
  assertEquals(suggestion.properties.boldness, {
    anyOf: [{ type: "number", minimum: 0, maximum: 1 }, { type: "null" }],
  });
});

Deno.test("optoPrimeProposer() asks for the bare kind where a schema points into itself", () => {
  const jsonSchema = { $ref: "#/$defs/tree", $defs: { tree: { type: "object" } } };
  const tree = { name: "x0", kind: "value", type: "record", value: {}, jsonSchema } as const;
  const { format } = requestFor({ ...numeric, parameters: [tree] });
  assert(format?.kind === "json");
  const suggestion = JSON.parse(JSON.stringify(format.schema)).properties.suggestion;
  assertEquals(suggestion.properties.x0, { anyOf: [{ type: "object" }, { type: "null" }] });
});

Deno.test("optoPrimeProposer() shows and asks for nothing that no feedback reached", async () => {
  const stray = numberState("stray", 7);
  const problem = { ...numeric, parameters: [...numeric.parameters, stray] };
  assertNotMatch(JSON.stringify(requestFor(problem)), /stray/);
  const model = scriptedModel([]);
  const none = { ...problem, parameters: [stray] };
  assertEquals(
    (await optoPrimeProposer().propose(none, { ...bareContext, model })).kind,
    "nothing",
  );
  assertEquals(model.requests.length, 0);
});

Deno.test("optoPrimeProposer() gives the suggestion and the answer as they came", async () => {
  const model = scriptedModel([good]);
  const answer = await optoPrimeProposer().propose(numeric, { ...bareContext, model });
  assertEquals(answer, { kind: "suggestion", values: { x0: 4 }, reasoning: "grow", text: good });
  assertEquals(model.requests.length, 1);
});

Deno.test("optoPrimeProposer() asks once more with the reason when an answer cannot be used", async () => {
  const { result, requests } = await propose(["I would raise x0.", good]);
  assertEquals(result.changes, { x0: 4 });
  const [, , answer, complaint] = requests[1]?.messages ?? [];
  assertEquals(answer, { role: "assistant", content: "I would raise x0." });
  assertStringIncludes(complaint?.content ?? "", "it holds no JSON object");
});

Deno.test("optoPrimeProposer() is unusable after the last repair, and asks no further", async () => {
  const { result, requests } = await propose(["no", "{", good]);
  assertEquals(result.outcome, "unusable");
  assertEquals(requests.length, 2);
});

Deno.test("optoPrimeProposer() never adopts a value that was cut off", async () => {
  const usage = { promptTokens: 1, completionTokens: 1, usd: 0 };
  const text = good.replace("4}}", "4");
  const cut = { text, finishReason: "length", usage, model: "m" } as const;
  const { result, requests } = await propose([cut, cut]);
  assertEquals([result.outcome, requests.length], ["unusable", 2]);
  assertMatch(requests[1]?.messages.at(-1)?.content ?? "", /cut off .* Be brief/);
});

Deno.test("optoPrimeProposer() distinguishes nothing to change from an answer that cannot be used", async () => {
  assertEquals((await propose(["TERMINATE"])).result.outcome, "nothing");
  assertEquals((await propose(['{"suggestion": {}}'])).result.outcome, "nothing");
});

Deno.test("optoPrimeProposer() asks for several suggestions at the same time, with different seeds", async () => {
  const model = scriptedModel(({ seed = 0 }) => `{"suggestion": {"x0": ${seed}}}`);
  const answer = await optoPrimeProposer().propose(numeric, { ...bareContext, count: 3, model });
  assert(answer.kind === "several");
  assertEquals(
    answer.proposals.map((proposal) => proposal.kind === "suggestion" && proposal.values),
    [{ x0: 0 }, { x0: 1 }, { x0: 2 }],
  );
});

Deno.test("optoPrimeProposer() gives the suggestions that came when another call fails", async () => {
  const model = scriptedModel(({ seed }) => {
    if (seed === 1) throw new ModelError("overloaded");
    return good;
  });
  const answer = await optoPrimeProposer().propose(numeric, { ...bareContext, count: 2, model });
  assert(answer.kind === "several");
  assertEquals(answer.proposals.map(({ kind }) => kind), ["suggestion", "unusable"]);
});

Deno.test("optoPrimeProposer() continues the conversation byte for byte in every repair", async () => {
  const { requests } = await propose(["no", good]);
  assertEquals(requests[1]?.messages.slice(0, 2), requests[0]?.messages);
  const long = { ...numeric, objective: "word ".repeat(10_000) };
  const refusals = [{ text: "x".repeat(9_000), values: {}, rejections: [], reason: "no JSON" }];
  const [first, second] = [
    requestFor(long),
    requestFor(long, { repair: { suggestion: 0, refusals } }),
  ];
  assertEquals(second.messages.slice(0, 2), first.messages);
});

Deno.test("optoPrimeProposer() depends on problem, context and answers alone", async () => {
  const model = scriptedModel(() => good);
  const proposer = optoPrimeProposer();
  const context = { ...bareContext, model, history: trialHistory([trial(1, 5)]) };
  const first = await proposer.propose(numeric, context);
  assertEquals(await proposer.propose(numeric, context), first);
  assertEquals(model.requests[0], model.requests[1]);
});

Deno.test("optoPrimeProposer() has keys of its own, which no other proposer sees", async () => {
  const keys = { suggestion: "values", answer: "reply" };
  const model = scriptedModel(['{"reasoning": "r", "reply": "42", "values": {"x0": 3}}']);
  const answer = await optoPrimeProposer({ keys }).propose(numeric, { ...bareContext, model });
  assertEquals(answer.kind === "suggestion" && [answer.values, answer.reasoning], [{ x0: 3 }, "r"]);
  const system = model.requests[0]?.messages[0]?.content ?? "";
  assertStringIncludes(system, '"values": {');
  assertStringIncludes(system, '"reply": "');
  assertNotMatch(requestFor(numeric).messages[0]?.content ?? "", /"values"|"reply"|"answer"/);
});

Deno.test("optoPrimeProposer() refuses sizes that are none", () => {
  for (const memorySize of [-1, 1.5, NaN]) {
    assertThrows(
      () => optoPrimeProposer({ memorySize }),
      UsageError,
      "memorySize",
    );
  }
});

Deno.test("oproProposer() shows what was tried and nothing of the program", () => {
  const proposer = oproProposer();
  const request = proposer.request?.(numeric, { history: trialHistory([trial(1, 5)]) });
  const [system, user] = request?.messages ?? [];
  assertEquals(sectionsOf(user?.content ?? ""), [
    "Instruction",
    "Variables",
    "Feedback",
    "History",
  ]);
  assertNotMatch(system?.content ?? "", /#Code/);
  assertEquals(proposer.needsTrace, false);
});

/** The battleship's problem with other code in the place of `act`'s. */
function withAct(value: string): Problem {
  const parameters = battleship.parameters.map((state) =>
    state.name === "act" ? { ...state, value } : state
  );
  return { ...battleship, parameters };
}

Deno.test("optoPrimeProposer() offers edits for a long text, unless its schema would refuse them", () => {
  const withText = (value: string, jsonSchema: Record<string, unknown> = { type: "string" }) => ({
    ...battleship,
    parameters: battleship.parameters.map((state) =>
      state.name === "boldness"
        ? { name: "boldness", kind: "value", type: "string", value, jsonSchema } as const
        : state
    ),
  });
  const rules = (problem: Problem) => requestFor(problem).messages[0]?.content ?? "";
  const long = "Be bold. ".repeat(400);
  assertMatch(rules(withText(long)), /part of a long text.*\n<<<<<<< SEARCH\nthe part as it is\n/s);
  assertNotMatch(rules(withText(long)), /part of long code/);
  assertNotMatch(rules(withText("Be bold.")), /SEARCH/);
  assertNotMatch(rules(withText(long, { type: "string", pattern: "^Be" })), /SEARCH/);
  const repair = requestFor(withText(long), {
    repair: { suggestion: 0, refusals: [refusedShot] },
  }).messages.at(-1)?.content;
  assertStringIncludes(repair ?? "", "Edits are made to the text in #Variables");
});

Deno.test("optoPrimeProposer() offers edits for long code, and says what marked blocks are", () => {
  const rules = (problem: Problem) => requestFor(problem).messages[0]?.content ?? "";
  const long = `function act() {\n${"  step();\n".repeat(40)}}`;
  assertNotMatch(rules(battleship), /SEARCH|BLOCK/);
  assertMatch(rules(withAct(long)), /\n<<<<<<< SEARCH\nlines as they are\n=======\n/);
  assertNotMatch(rules(withAct(long)), /BLOCK/);
  assertMatch(
    rules(withAct("// FIXED-BLOCK-START\n// FIXED-BLOCK-END\nfunction act() {}")),
    /Lines from FIXED-BLOCK-START to FIXED-BLOCK-END must stay/,
  );
  const repair = requestFor(withAct(long), {
    repair: { suggestion: 0, refusals: [refusedShot] },
  }).messages.at(-1)?.content;
  assertStringIncludes(repair ?? "", "Edits are made to the source in #Variables");
});

Deno.test("optoPrimeProposer() shows the inside of a few steps of each function, and once what is the same", () => {
  const source = "function f(x) {\n  return x * 2;\n}";
  const sketches: Record<string, NodeSketch> = { f: { kind: "parameter", value: source } };
  for (let turn = 0; turn < 9; turn++) {
    const value = String(turn < 4 ? 0 : turn);
    const statements = [
      { unit: "f", line: 2, kind: "return", label: "f", value, count: 1 },
    ] as const;
    sketches[`f${turn}`] = { value, by: ["f", "Does."], of: { code: "f" }, more: { statements } };
  }
  const boom: NodeSketch["more"] = {
    failure: { kind: "thrown", name: "Error", message: "no", full: "no" },
    statements: [{ unit: "f", line: 1, kind: "throw", label: "f", value: "no", count: 1 }],
  };
  sketches.f9 = {
    kind: "exception",
    value: "no",
    by: ["f", "Does."],
    of: { code: "f" },
    more: boom,
  };
  const parameters = [{ name: "f", kind: "code", type: "code", value: source }] as const;
  const feedback = { graph: graphOf(sketches), outputs: [{ node: 10, feedback: {} }] };
  const inside = (text: string) => /#Inside\n([^]*?)\n\n/.exec(text)?.[1];
  assertEquals(
    inside(promptOf({ objective: "", parameters, feedback })),
    [
      "Inside f0 (the same in 3 other steps):\n  2: return x * 2; // returned 0",
      "Inside f4:\n  2: return x * 2; // returned 4",
      "Inside f9:\n  1: function f(x) { // threw no",
    ].join("\n"),
  );
  const few = { f: sketches.f, f0: sketches.f0, f1: sketches.f1 } as typeof sketches;
  assertEquals(
    inside(promptOf({
      objective: "",
      parameters,
      feedback: { graph: graphOf(few), outputs: [{ node: 2, feedback: {} }] },
    })),
    "Inside f0 (the same in 1 other step):\n  2: return x * 2; // returned 0",
  );
});
