import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { chartSvg } from "../../../tools/experiment/chart.ts";
import { spreadLabels } from "../../../tools/experiment/chart_labels.ts";
import { lineLook } from "../../../tools/experiment/chart_marks.ts";
import { chartScale } from "../../../tools/experiment/chart_scale.ts";
import type { MethodSummary } from "../../../tools/experiment/summary.ts";

function summary(method: string, mean: readonly number[], seeds = 3): MethodSummary {
  return {
    method,
    seeds,
    mean,
    standardError: mean.map(() => 0.5),
    interval: null,
    evaluations: 0,
    calls: 0,
    promptTokens: 0,
    completionTokens: 0,
    usd: 0,
    seconds: 0,
    incomplete: [],
  };
}

const method = { needsModel: false, run: () => Promise.reject(new Error("It is only drawn")) };
const experiment = {
  title: "Delay & green",
  unit: "delay, s",
  isMaximized: false,
  axis: "steps",
  points: [0, 5, 10],
  methods: { one: method, two: method, missing: method },
  anchors: [{ name: "optimum", value: 1, source: "by enumeration" }],
} as const;

Deno.test("chartSvg() has a band, a line and a name for each method, and a flat line for each anchor", () => {
  const svg = chartSvg(experiment, [
    summary("one", [9, 5, 2]),
    summary("two", [9, 6, 3], 5),
    summary("missing", [], 0),
  ]);
  assertEquals(svg.match(/class="band"/g)?.length, 2);
  assertEquals(svg.match(/class="line"/g)?.length, 4); // in the field and beside the name
  assertEquals(svg.match(/class="anchor"/g)?.length, 2);
  for (
    const text of [
      "Delay &amp; green",
      "delay, s (lower is better)",
      ">steps<",
      ">two<",
      ">optimum<",
      "mean and standard error of 3 to 5 runs",
      "one: 9 at the start, 2 after 10 steps.",
    ]
  ) assertStringIncludes(svg, text);
  assert(!svg.includes("missing"));
  assert(!/NaN|undefined|Infinity/.test(svg));
});

Deno.test("lineLook() tells ten methods apart without color", () => {
  const looks = Array.from({ length: 10 }, (_, place) => lineLook(place));
  assertEquals(new Set(looks.map(({ dash }) => dash)).size, 10);
  assertEquals(new Set(looks.map(({ marker }) => marker(0, 0))).size, 10);
});

Deno.test("lineLook() gives lines of one color other dashes and markers", () => {
  for (let place = 0; place < 10; place++) {
    const looks = [place, place + 10, place + 20].map(lineLook);
    assertEquals(new Set(looks.map(({ color }) => color)).size, 1);
    assertEquals(new Set(looks.map(({ dash }) => dash)).size, 3);
    assertEquals(new Set(looks.map(({ marker }) => marker(0, 0))).size, 3);
  }
});

Deno.test("spreadLabels() keeps labels apart and within the field, in the order of their lines", () => {
  assertEquals(spreadLabels([50, 10, 52], { distance: 10, low: 0, high: 100 }), [50, 10, 60]);
  assertEquals(spreadLabels([99, 98, 97], { distance: 10, low: 0, high: 100 }), [100, 90, 80]);
});

Deno.test("chartScale() by powers of ten has their ticks, and keeps zero at its lower edge", () => {
  const scale = chartScale("log", [1000, 1, 0.001, 0], [0.001]);
  assertEquals(scale.ticks.map(({ text }) => text), [
    "0.001",
    "0.01",
    "0.1",
    "1",
    "10",
    "100",
    "1,000",
  ]);
  assertEquals([scale.share(0), scale.shows(0)], [0, false]);
  assert(scale.share(1) > 0.4 && scale.share(1) < 0.6);
  const far = chartScale("log", [1e-12, 1], [1e-12, 1]);
  assertEquals(far.ticks[0]?.text, "10⁻¹²");
});
