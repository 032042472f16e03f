/**
 * What the search without a model reaches: `deno task bench:search [--seeds 15] [--first 1] [--family numbers] [--only NAME] [--most 10000] [--second] [--development]`.
 *
 * Medians over seeds; they depend on the seeds alone, but for the times.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { bins } from "./search/bins.ts";
import { choices } from "./search/choices.ts";
import type { Family } from "./search/family.ts";
import { numbers } from "./search/numbers.ts";
import { regression } from "./search/regression.ts";
import { repairs } from "./search/repairs.ts";
import { words } from "./search/words.ts";

const families: readonly Family[] = [numbers, choices, words, regression, repairs, bins];

const { values: { seeds, first, family, only, most, second, development } } = parseArgs({
  args: Deno.args,
  options: {
    seeds: { type: "string", default: "15" },
    first: { type: "string", default: "1" },
    family: { type: "string", default: "" },
    only: { type: "string", default: "" },
    most: { type: "string", default: "10000" },
    second: { type: "boolean", default: false },
    development: { type: "boolean", default: false },
  },
});

for (const { name, lines } of families.filter(({ name }) => name.includes(family))) {
  console.log(`\n${name}, medians of ${seeds} seeds\n`);
  const all = Array.from({ length: Number(seeds) }, (_, place) => Number(first) + place);
  for await (
    const line of lines({
      ...{ seeds: all, only, most: Number(most) },
      ...{ isSecond: second, isDevelopment: development },
    })
  ) {
    console.log(line);
  }
}
