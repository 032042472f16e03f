import { assertEquals } from "@std/assert";
import { derivedValue } from "../../src/render/derived_value.ts";
import type { NodeData } from "../../src/trace/data/graph_data.ts";
import { encodeValue } from "../../src/trace/data/value_data.ts";

function node(
  name: string,
  value: unknown,
  inputs: readonly number[] = [],
  kind: NodeData["kind"] = inputs.length === 0 ? "value" : "message",
): NodeData {
  return {
    kind,
    name,
    value: encodeValue(value),
    inputs: inputs.map((node, at) => ({ name: `arg${at}`, node })),
    ...(kind === "message" ? { operator: { name: "draft", documentation: "" } } : {}),
  };
}

const letter = ({ title, body }: { readonly title: string; readonly body: string }) =>
  `You answer letters to a small shop, politely and in one sentence, and promise nothing that it cannot keep. Name the order.\n` +
  `Title: ${title}\nLetter: ${body}\nThe answer, without a greeting:`;
const late = { title: "Order 44 is late", body: "It was due on Monday. Where is it now?" };
const lost = { title: "Order 66 is lost", body: "The parcel service cannot find it. What now?" };
const isShown = () => true;

Deno.test("derivedValue() writes a text as that of the same step in another run with other arguments", () => {
  const nodes = [
    node("message0", late),
    node("draft0", letter(late), [0]),
    node("message1", lost),
    node("draft1", letter(lost), [2]),
  ];
  const derived = 'draft0 with "Order 44 is late" replaced by "Order 66 is lost", ' +
    "message0.body replaced by message1.body";
  assertEquals(derivedValue(nodes, 3, { isShown, twin: 1 }), derived);
  assertEquals(derivedValue(nodes, 3, { isShown }), undefined);
  assertEquals(derivedValue(nodes, 3, { isShown: (place) => place !== 1, twin: 1 }), undefined);
  assertEquals(derivedValue(nodes, 3, { isShown: (place) => place !== 2, twin: 1 }), undefined);
});

Deno.test("derivedValue() prefers the parameter that a text is made from, and its sources by name", () => {
  const template =
    "Answer the letter in one sentence, please: {letter}. Be polite, and promise nothing.";
  const nodes = [
    node("template", template, [], "parameter"),
    node("string0", late.body),
    node("draft0", template.replace("{letter}", late.body), [0, 1]),
    node("string1", lost.body),
    node("draft1", template.replace("{letter}", lost.body), [0, 3]),
  ];
  const derived = 'template with "{letter}" replaced by string1';
  assertEquals(derivedValue(nodes, 4, { isShown, twin: 2 }), derived);
});

Deno.test("derivedValue() is undefined for what is short, or differs otherwise", () => {
  const nodes = [
    node("message0", late),
    node("draft0", letter(late), [0]),
    node("message1", lost),
    node("draft1", `${letter(lost)} Thank you.`, [2]),
    node("short0", "It is late.", [2]),
  ];
  assertEquals(derivedValue(nodes, 3, { isShown, twin: 1 }), undefined);
  assertEquals(derivedValue(nodes, 4, { isShown, twin: 1 }), undefined);
});
