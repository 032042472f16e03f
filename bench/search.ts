/**
 * What the search without a model reaches: `deno task bench:search [--seeds 15] [--family numbers] [--only NAME] [--most 10000] [--second]`.
 *
 * Medians over seeds; they depend on the seeds alone, but for the times.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { choices } from "./search/choices.ts";
import type { Family } from "./search/family.ts";
import { numbers } from "./search/numbers.ts";
import { regression } from "./search/regression.ts";

const families: readonly Family[] = [numbers, choices, regression];

const { values: { seeds, family, only, most, second } } = parseArgs({
  args: Deno.args,
  options: {
    seeds: { type: "string", default: "15" },
    family: { type: "string", default: "" },
    only: { type: "string", default: "" },
    most: { type: "string", default: "10000" },
    second: { type: "boolean", default: false },
  },
});

for (const { name, lines } of families.filter(({ name }) => name.includes(family))) {
  console.log(`\n${name}, medians of ${seeds} seeds\n`);
  const all = Array.from({ length: Number(seeds) }, (_, place) => place + 1);
  for await (const line of lines({ seeds: all, only, most: Number(most), isSecond: second })) {
    console.log(line);
  }
}
