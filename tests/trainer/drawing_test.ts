import { assertEquals, assertMatch, assertThrows } from "@std/assert";
import { drawingIn, type Shape } from "../../src/trainer/drawing.ts";

const shapes: readonly Shape[] = [
  { kind: "circle", x: 1, y: 2, radius: 3, tone: "accent", isFilled: true },
  { kind: "rectangle", x: 0, y: 0, width: 4, height: 5 },
  { kind: "line", points: [[0, 0], [1, 2]], tone: "bad" },
  { kind: "text", x: 1, y: 1, text: "a <b>", size: 0.5 },
];

Deno.test("drawingIn() keeps what a drawing consists of, and nothing else", () => {
  const drawing = { width: 10, height: 20, shapes };
  const given = {
    ...drawing,
    onclick: "alert(1)",
    shapes: shapes.map((shape) => ({ ...shape, href: "https://example.org" })),
  };
  assertEquals(drawingIn(given), drawing);
});

const line = (count: number): Shape => ({ kind: "line", points: Array(count).fill([0, 1]) });

Deno.test("drawingIn() keeps lines with 20,000 points in all", () => {
  const drawing = { width: 1, height: 1, shapes: [line(19_000), line(1_000)] };
  assertEquals(drawingIn(drawing), drawing);
});

Deno.test("drawingIn() refuses what is no drawing, with the reason", () => {
  const of = (...shapes: unknown[]) => ({ width: 1, height: 1, shapes });
  const wrong: readonly [unknown, RegExp][] = [
    [undefined, /Cannot draw undefined as \{ width, height, shapes \}/],
    [{ width: 0, height: 1, shapes: [] }, /positive lengths/],
    [of({ kind: "image" }), /as a circle, rectangle, line or text/],
    [of({ kind: "circle", x: 0, y: NaN, radius: 1 }), /as a circle with numbers x, y, radius/],
    [of({ kind: "circle", x: 0, y: '0" onload=', radius: 1 }), /with numbers/],
    [of({ kind: "line", points: [[0]] }), /points \[x, y\]/],
    [of({ kind: "rectangle", x: 0, y: 0, width: 1, height: 1, tone: "red" }), /tone: ink, quiet/],
    [of({ kind: "line", points: [[0, 0], Array(2)] }), /points \[x, y\]/],
    [of({ kind: "line", points: Array(2) }), /points \[x, y\]/],
    [{ width: 1, height: 1, shapes: Array(2) }, /as a circle/],
    [of(...Array(3).fill(line(7_000))), /21000 points, more than 20000/],
    [of(...Array(1_001).fill(shapes[0])), /1001 shapes, more than 1000/],
  ];
  for (const [given, words] of wrong) {
    assertMatch(assertThrows(() => drawingIn(given), Error).message, words);
  }
});
