/**
 * Feeds answers of hostile shapes and mutated answers to whole runs, and measures the load on the host.
 *
 * @module
 */
import { z } from "zod";
import { cutAnswer } from "../../src/model/answer_limit.ts";
import { redact } from "../../src/model/redact.ts";
import { defaultKeys, readAnswer } from "../../src/optimizer/answer.ts";
import { answerForm } from "../../src/optimizer/answer_format.ts";
import { projectSuggestion } from "../../src/optimizer/project_suggestion.ts";
import { refusalMessages } from "../../src/optimizer/prompt.ts";
import { validateValues } from "../../src/optimizer/validate_values.ts";
import { estimateTokens } from "../../src/model/tokens.ts";
import type { ParameterState } from "../../src/problem/problem.ts";
import { variableText } from "../../src/render/variable_text.ts";
import { lineDiff } from "../../src/code/line_diff.ts";
import { cutText } from "../../src/cut_text.ts";
import { maxText } from "../../src/run/report_text.ts";
import { currentCodeRunner } from "../../src/trace/ambient.ts";
import { TraceParameter } from "../../src/trace/trace_parameter.ts";
import { candidateOf, encodeValues } from "../../src/trainer/candidate.ts";
import { jsonText } from "../../src/trainer/json_text.ts";
import { seededDice } from "../../tests/sandbox/random_program.ts";
import { type HostileAnswer, hostileAnswers } from "../../tests/support/answers/hostile_answers.ts";
import { runByAnswers } from "../../tests/support/answers/mixed_task.ts";
import { mutatedAnswer } from "../../tests/support/answers/random_answer.ts";
import { hostLoad } from "../../tests/support/host_stall.ts";
import type { Figures } from "./figures.ts";

/** Largest load that an answer may put on the host. */
const most = { stallMs: 50, grownMb: 100 };

/** The longest answer that is parsed, and a far longer one. */
const lengths = [499_990, 4 * 2 ** 20];

const source = `function policy(n: number): number {\n${
  Array.from({ length: 1_000 }, (_, line) => `  line(${line});\n${line % 2 ? "a" : ""}\n`).join("")
}}\n`;

const states: readonly ParameterState[] = [
  { name: "rate", kind: "value", type: "number", value: 1 },
  { name: "text", kind: "value", type: "string", value: "a" },
  { name: "list", kind: "value", type: "array", value: [] },
  { name: "table", kind: "value", type: "record", value: {} },
  { name: "big", kind: "value", type: "bigint", value: 1n },
  { name: "policy", kind: "code", type: "code", value: source },
];

/** Parameters with a schema, which finds a fault in every item. */
const checked = new Map<string, TraceParameter>([
  ["list", new TraceParameter<unknown>([], { name: "list", schema: z.array(z.number()) })],
  ["table", new TraceParameter<unknown>({}, { schema: z.record(z.string(), z.boolean()) })],
]);

/** The load of each stage on the way of one answer. */
async function stagesOf({ text }: HostileAnswer): Promise<ReadonlyMap<string, Load>> {
  const loads = new Map<string, Load>();
  async function stage<T>(name: string, act: () => T | Promise<T>): Promise<T> {
    const { value, ...load } = await hostLoad(act);
    loads.set(name, load);
    return value;
  }
  const usage = { promptTokens: 1, completionTokens: 1, usd: 0 };
  const whole = { text, finishReason: "stop", usage, model: "m" } as const;
  const response = await stage("cut", () => cutAnswer(whole));
  await stage("redact", () => redact(response.text));
  const place = { step: 1, proposal: 0, attempt: 0 };
  await stage("log", () => {
    const exchange = { key: "", request: { messages: [] }, response, seconds: 0 };
    return new TextEncoder().encode(jsonText({ type: "exchange", ...place, ...exchange }));
  });
  const proposal = await stage("read", () => readAnswer(response, states));
  if (proposal.kind !== "suggestion") return loads;
  const { values } = proposal;
  const { changes, rejected } = await stage("project", () => projectSuggestion(states, values));
  await stage("check", () => validateValues(checked, changes, { runner: currentCodeRunner }));
  await stage("write", () => {
    candidateOf(changes);
    const rejections = rejected.map((refusal) => ({
      ...refusal,
      ...encodeValues({ value: refusal.value }),
    }));
    const result = { outcome: "suggestion", changes: encodeValues(changes), rejections } as const;
    return new TextEncoder().encode(jsonText({ type: "proposed", ...place, ...result }));
  });
  await stage(
    "repair",
    () =>
      refusalMessages(
        { text: response.text, values, rejections: rejected },
        states,
        answerForm("json", { parameters: states, keys: defaultKeys }),
      ),
  );
  await stage(
    "prompt",
    () =>
      states.map((state) =>
        estimateTokens(variableText({ ...state, value: changes[state.name] ?? state.value }))
      ),
  );
  const { policy } = changes;
  if (typeof policy === "string") {
    await stage("diff", () => lineDiff(cutText(source, maxText), cutText(policy, maxText)));
  }
  return loads;
}

interface Load {
  readonly stallMs: number;
  readonly grownMb: number;
}

/** Each hostile answer: by its stages, and in a run of its own. */
export async function hostile(): Promise<Figures> {
  const faults: string[] = [];
  await warmUp();
  const worst = new Map<string, Load & { readonly name: string }>();
  let count = 0;
  for (const length of lengths) {
    for (const answer of hostileAnswers(length)) {
      count++;
      const { faults: found, ...run } = await measuredRun([answer.text], count);
      faults.push(...found);
      for (const [stage, load] of [...await stagesOf(answer), ["run", run] as const]) {
        if (load.stallMs > (worst.get(stage)?.stallMs ?? -1)) {
          worst.set(stage, { name: answer.name, ...load });
        }
        if (isTooMuch(load)) faults.push(`${stage} of "${answer.name}": ${loadText(load)}`);
      }
    }
  }
  const rows = [...worst].map(([stage, { name, ...load }]) =>
    [`worst ${stage}`, `${loadText(load)} (${name})`] as const
  );
  return { rows: [["answers", String(count)], ...rows], faults };
}

/** @param count number of mutated answers, each used in a run with 499 others */
export async function mutatedAnswers(count: number): Promise<Figures> {
  const dice = seededDice(1);
  const faults: string[] = [];
  const results = { accepted: 0, refused: 0, unusable: 0, nothing: 0 };
  let worst: Load = { stallMs: 0, grownMb: 0 };
  await warmUp();
  for (let left = count, seed = 1; left > 0; left -= 500, seed++) {
    const answers = Array.from({ length: Math.min(left, 500) }, () => mutatedAnswer(dice));
    const run = await measuredRun(answers, seed);
    faults.push(...run.faults);
    if (run.stallMs > worst.stallMs) worst = run;
    for (const event of run.events) {
      if (event.type !== "proposed") continue;
      const { outcome, rejections, changes } = event;
      if (outcome === "unusable" || outcome === "nothing") results[outcome]++;
      else if (changes !== undefined) results.accepted++;
      else if (rejections.length > 0) results.refused++;
    }
  }
  const { accepted, refused, unusable, nothing } = results;
  const counts =
    `${accepted} accepted in part or whole, ${refused} refused, ${unusable} unusable, ${nothing} without a change`;
  return { rows: [["answers", counts], ["worst run", loadText(worst)]], faults };
}

/** A short run, so that loading the compiler is not counted. */
async function warmUp(): Promise<void> {
  const dice = seededDice(2);
  await measuredRun(Array.from({ length: 20 }, () => mutatedAnswer(dice)), 1);
}

async function measuredRun(answers: readonly string[], seed: number) {
  const runDir = await Deno.makeTempDir({ prefix: "opto-soak-" });
  let load: Load = { stallMs: 0, grownMb: 0 };
  const measure = async (rest: () => Promise<void>) => void (load = await hostLoad(rest));
  try {
    return { ...await runByAnswers(answers, { runDir, seed, measure }), ...load };
  } finally {
    await Deno.remove(runDir, { recursive: true });
  }
}

function isTooMuch({ stallMs, grownMb }: Load): boolean {
  return stallMs > most.stallMs || grownMb > most.grownMb;
}

function loadText({ stallMs, grownMb }: Load): string {
  return `${stallMs.toFixed(0)} ms, ${grownMb.toFixed(0)} MB`;
}
