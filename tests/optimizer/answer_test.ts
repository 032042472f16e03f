import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import fc from "fast-check";
import { type AnswerVariable, readAnswer } from "../../src/optimizer/answer.ts";
import { variableOf } from "../../src/optimizer/answer/variable_name.ts";
import type { Proposal } from "../../src/problem/proposal.ts";
import { JsonError, readJson } from "../../src/optimizer/lenient_json.ts";

const names = ["x0", "y0", "policy"];
const variables = names.map((name): AnswerVariable => ({ name, kind: "value", type: "string" }));

function read(text: string, finishReason: "stop" | "length" | "filter" = "stop"): Proposal {
  return readAnswer({ text, finishReason }, variables);
}

function valuesOf(text: string): unknown {
  const answer = read(text);
  return answer.kind === "suggestion" ? answer.values : answer;
}

function reasonOf(answer: Proposal): string {
  return answer.kind === "unusable" ? answer.reason : `not unusable but ${answer.kind}`;
}

Deno.test("readAnswer() reads the object, bare, fenced, or with words around it", () => {
  const json = '{"reasoning": "r", "suggestion": {"x0": 2}}';
  for (
    const text of [
      json,
      `  ${json}\n`,
      "```json\n" + json + "\n```",
      "```\n" + json + "\n```",
      `Here you are:\n\n${json}\n\nThis should raise the output {as asked}.`,
      `<think>maybe {"suggestion": {"x0": 9}}</think>\n${json}`,
      "I looked at f(x) { return {a: 1} } first.\n" + json,
    ]
  ) {
    assertEquals(read(text), { kind: "suggestion", values: { x0: 2 }, reasoning: "r" }, text);
  }
});

Deno.test("readAnswer() reads what can be read in one way only", () => {
  assertEquals(valuesOf(`{'suggestion': {'x0': 1,},}`), { x0: 1 });
  assertEquals(valuesOf('{"suggestion": {"policy": "say \\"hi\\""}}'), { policy: 'say "hi"' });
  assertEquals(valuesOf('{"suggestion": {"policy": "a\nb"}}'), { policy: "a\nb" });
  assertEquals(valuesOf('{"suggestion": {"policy": `a\n"b"`}}'), { policy: 'a\n"b"' });
  assertEquals(valuesOf('{"suggestion": {"policy": "```ts\\n{}\\n```"}}'), {
    policy: "```ts\n{}\n```",
  });
});

Deno.test("readAnswer() does not guess at broken JSON", () => {
  const texts = [
    '{"suggestion": {"x0": "a" "y0": "b"}}',
    '{"suggestion": {"x0": 1 + 1}}',
    '{"suggestion": {"x0": 1, "x0": 2}}',
    '{"suggestion": {"policy": "say "hi""}}',
    '{"reasoning": "the "best"", "suggestion": {"x0": 1}}',
  ];
  for (const text of texts) assertStringIncludes(reasonOf(read(text)), "JSON needs", text);
});

Deno.test("readAnswer() gives the place where the JSON breaks", () => {
  const reason = reasonOf(read('{"suggestion": {\n  "x0": 1\n  "y0": 2\n}}'));
  assertEquals(reason, 'JSON needs a comma or } in line 3, column 3: received "\\"y0\\": 2\\n}}"');
});

Deno.test("readAnswer() takes an object of parameters for the suggestion itself", () => {
  assertEquals(read('{"reasoning": "r", "x0": 5}'), {
    kind: "suggestion",
    values: { x0: 5 },
    reasoning: "r",
  });
  assertStringIncludes(reasonOf(read('{"colour": "red"}')), 'under the key "suggestion"');
  assertStringIncludes(reasonOf(read('{"suggestion": 5}')), "no object");
  assertStringIncludes(reasonOf(read('{"suggestion": [1, 2]}')), "no object");
});

Deno.test("readAnswer() never takes a part of a broken answer for the whole", () => {
  const broken = '{"reasoning": "it "should" grow", "suggestion": {"x0": 1}, "note": {"y0": 3}}';
  assertEquals(read(broken).kind, "unusable");
});

Deno.test("readAnswer() refuses several suggestions that differ", () => {
  const [one, two] = ['{"suggestion": {"x0": 1}}', '{"suggestion": {"x0": 2}}'];
  assertStringIncludes(reasonOf(read(`${one} or ${two}`)), "differ");
  assertEquals(valuesOf(`${one}, that is ${one}`), { x0: 1 });
});

Deno.test("readAnswer() sees nothing to change only where the answer says just that", () => {
  for (const text of ["TERMINATE", " `TERMINATE` \n", '"TERMINATE."']) {
    assertEquals(read(text).kind, "nothing", text);
  }
  assertEquals(read('{"reasoning": "fine", "suggestion": {}}'), {
    kind: "nothing",
    reasoning: "fine",
  });
  assertEquals(read('{"suggestion": {"x0": null, "y0": null}}').kind, "nothing");
  assertEquals(read("I will not TERMINATE yet.").kind, "unusable");
  assertEquals(
    valuesOf('{"reasoning": "not TERMINATE", "suggestion": {"x0": 1}}'),
    { x0: 1 },
  );
});

Deno.test("readAnswer() never adopts an answer that was cut off, filtered, or empty", () => {
  const whole = '{"suggestion": {"x0": 2}}';
  assertStringIncludes(reasonOf(read('{"suggestion": {"x0": 2', "length")), "cut off");
  assertStringIncludes(reasonOf(read('{"suggestion": {"x0": 2')), "cut off");
  assertEquals(valuesOf(whole), { x0: 2 });
  assertStringIncludes(reasonOf(read(whole, "filter")), "filter");
  assertStringIncludes(reasonOf(read("  ")), "empty");
  assertStringIncludes(reasonOf(read("I do not know.")), "no JSON object");
});

Deno.test("readAnswer() finds the parts under other keys, for one reader only", () => {
  const keys = { reasoning: "why", answer: null, suggestion: "values" };
  const text = '{"why": "w", "values": {"x0": 1}}';
  assertEquals(readAnswer({ text, finishReason: "stop" }, variables, { keys }), {
    kind: "suggestion",
    values: { x0: 1 },
    reasoning: "w",
  });
  assertEquals(valuesOf('{"suggestion": {"x0": 1}}'), { x0: 1 });
});

Deno.test("variableOf() finds the only variable that a name can mean", () => {
  const named = (...all: string[]) =>
    all.map((name): AnswerVariable => ({ name, kind: "value", type: "number" }));
  const find = (key: string, ...all: string[]) => variableOf(key, named(...all))?.name;
  assertEquals(find("int:0", "int0"), "int0");
  assertEquals(find(" x0 ", ...names), "x0");
  assertEquals(find("Learning_Rate", "learningRate", "rate"), "learningRate");
  assertEquals(find("this.rate", "rate", "b.scale"), "rate");
  assertEquals(find("scale", "rate", "b.scale"), "b.scale");
  assertEquals(find("style", "a.style", "b.style"), undefined);
  assertEquals(find("a.STYLE", "a.style", "b.style"), "a.style");
  assertEquals(find("**`policy` (code):**", ...names), "policy");
  assertEquals(find("policy.ts", ...names), "policy");
  assertEquals(find("rate2", "rate"), undefined);
  const act = { name: "shoot", kind: "code", type: "code", entry: "act" } as const;
  assertEquals(variableOf("act", [act, ...named("x0")]), act);
});

Deno.test("readJson() reads all JSON as JSON.parse does", () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom(0, 1, 2), (json, indent) => {
      const text = JSON.stringify(JSON.parse(json), null, indent);
      assertEquals(readJson(text), { value: JSON.parse(text), end: text.length });
    }),
    { seed: 1, numRuns: 1_000 },
  );
});

Deno.test("readAnswer() reads any values back however they are wrapped", () => {
  const values = fc.dictionary(fc.constantFrom(...names), fc.jsonValue(), { minKeys: 1 })
    .filter((suggestion) => Object.values(suggestion).some((value) => value !== null));
  const prose = fc.string().filter((text) => !/["'`{]/.test(text));
  fc.assert(
    fc.property(values, prose, prose, fc.boolean(), (suggestion, before, after, isFenced) => {
      const json = JSON.stringify({ reasoning: "r", suggestion });
      const text = `${before}${isFenced ? "\n```json\n" + json + "\n```\n" : json}${after}`;
      assertEquals(valuesOf(text), JSON.parse(JSON.stringify(suggestion)));
    }),
    { seed: 2, numRuns: 500 },
  );
});

Deno.test("readAnswer() takes only whole values of the beginning of an answer", () => {
  const json = JSON.stringify({
    reasoning: 'so "quoted"',
    suggestion: { x0: 12, policy: "f() {\n}" },
  });
  for (let end = 1; end < json.length; end++) {
    const answer = read(json.slice(0, end));
    if (answer.kind === "unusable") continue;
    assert(answer.kind === "suggestion");
    const { x0, policy = "f() {\n}", ...others } = answer.values;
    assertEquals([x0, policy, others], [12, "f() {\n}", {}], json.slice(0, end));
    const isCut = !Object.hasOwn(answer.values, "policy") &&
      json.slice(0, end).includes('"policy":');
    assertEquals(
      answer.rejections?.map(({ parameter }) => parameter),
      isCut ? ["policy"] : undefined,
    );
  }
});

Deno.test("readAnswer() never throws, and ends soon, whatever the text", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(..."{}[]\"'`:,\\ax0\n1 -") }), (text) => {
      assert(["suggestion", "nothing", "unusable"].includes(read(text).kind));
    }),
    { seed: 3, numRuns: 5_000 },
  );
  assertEquals(read('{"a":'.repeat(5_000)).kind, "unusable");
  assertEquals(read("[".repeat(100_000)).kind, "unusable");
});

Deno.test("readJson() keeps keys that mean something to JavaScript as plain keys", () => {
  const { value } = readJson('{"__proto__": {"polluted": true}, "constructor": 1}');
  assertEquals(Object.keys(value as object), ["__proto__", "constructor"]);
  assertEquals(Object.getPrototypeOf(value), Object.prototype);
  assertThrows(() => readJson("[".repeat(300) + "]".repeat(300)), JsonError, "levels");
});
