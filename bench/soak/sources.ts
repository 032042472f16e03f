/**
 * Feeds costly and mutated sources to the compiler, to whole runs and to the search, and measures the load on the host.
 *
 * @module
 */
import { ChildCompiler } from "../../src/code/child_compiler.ts";
import type { CheckLevel } from "../../src/code/compiler.ts";
import { operatorNames } from "../../src/search/code_operators.ts";
import { codeVarier, varyCode } from "../../src/search/programs/code_varier.ts";
import { seededDice } from "../../tests/sandbox/random_program.ts";
import { costlySources } from "../../tests/support/costly_sources.ts";
import { type HostLoad, hostLoad } from "../../tests/support/host_stall.ts";
import { mutatedSource, startSource } from "../../tests/support/sources/mutated_source.ts";
import { runBySources } from "../../tests/support/sources/run_by_sources.ts";
import { countBy, type Figures } from "./figures.ts";

/** Largest load that a source may put on the host. */
const most = { stallMs: 50, grownMb: 100 };

/** Sources of one run. */
const perRun = 1_000;

/** Each costly source, without and with its types. */
export async function costly(): Promise<Figures> {
  const compiler = new ChildCompiler();
  await compiler.compile([{ source: startSource }]);
  const faults: string[] = [];
  const kinds: string[] = [];
  const rows: [string, string][] = [];
  for (const level of ["screen", "full"] satisfies CheckLevel[]) {
    let worst: Load & { readonly name: string } = { name: "", stallMs: 0, grownMb: 0 };
    let longest = { name: "", seconds: 0 };
    for (const [name, text] of Object.entries(costlySources)) {
      const source = `${startSource}\n${text}`;
      const unit = { source, entry: "reach", original: startSource, isTraced: true };
      const start = performance.now();
      const { value, ...load } = await hostLoad(() => compiler.compile([unit], { level }));
      const seconds = (performance.now() - start) / 1_000;
      kinds.push(value[0]?.kind ?? "nothing");
      if (seconds > longest.seconds) longest = { name, seconds };
      if (load.stallMs > worst.stallMs) worst = { name, ...load };
      if (isTooMuch(load)) faults.push(`"${name}": ${loadText(load)}`);
    }
    rows.push([`worst stall, ${level}`, `${loadText(worst)} (${worst.name})`]);
    rows.push([`longest, ${level}`, `${longest.seconds.toFixed(1)} s (${longest.name})`]);
  }
  await compiler[Symbol.asyncDispose]();
  return { rows: [["outcomes", countBy(kinds)], ...rows], faults };
}

/** @param count number of mutated sources, each proposed in a run and given to the search */
export async function mutatedSources(count: number): Promise<Figures> {
  const dice = seededDice(1);
  const faults: string[] = [];
  let [accepted, refused, variants] = [0, 0, 0];
  let worstRun: Load = { stallMs: 0, grownMb: 0 };
  let worstSearch: Load = { stallMs: 0, grownMb: 0 };
  await sourcedRun(Array.from({ length: 50 }, () => mutatedSource(seededDice(2)))); // loads all code
  for (let left = count; left > 0; left -= perRun) {
    const sources = Array.from({ length: Math.min(left, perRun) }, () => mutatedSource(dice));
    const run = await sourcedRun(sources);
    faults.push(...run.faults);
    accepted += run.accepted;
    refused += run.refused;
    if (run.stallMs > worstRun.stallMs) worstRun = run;
    const search = await hostLoad(() => vary(sources));
    variants += search.value;
    if (search.stallMs > worstSearch.stallMs) worstSearch = search;
  }
  for (const load of [worstRun, worstSearch]) if (isTooMuch(load)) faults.push(loadText(load));
  await codeVarier.close();
  return {
    rows: [
      ["sources", `${accepted} accepted, ${refused} refused`],
      ["worst run", loadText(worstRun)],
      ["the search on them", `${variants} variants; worst ${loadText(worstSearch)}`],
    ],
    faults,
  };
}

async function vary(sources: readonly string[]): Promise<number> {
  let variants = 0;
  for (const [seed, source] of sources.entries()) {
    const partner = sources[(seed + 1) % sources.length] ?? startSource;
    const operators = [operatorNames[seed % operatorNames.length]!]; // within the list
    const [variant] = await varyCode([{ source, partner, operators, seed, maxLength: 5_000 }]);
    if (variant) variants++;
  }
  return variants;
}

async function sourcedRun(sources: readonly string[]) {
  const runDir = await Deno.makeTempDir({ prefix: "opto-soak-" });
  let load: Load = { stallMs: 0, grownMb: 0 };
  const measure = async (run: () => Promise<void>) => void (load = await hostLoad(run));
  try {
    return { ...await runBySources(sources, { runDir, measure }), ...load };
  } finally {
    await Deno.remove(runDir, { recursive: true });
  }
}

type Load = Pick<HostLoad<unknown>, "stallMs" | "grownMb">;

function isTooMuch({ stallMs, grownMb }: Load): boolean {
  return stallMs > most.stallMs || grownMb > most.grownMb;
}

function loadText({ stallMs, grownMb }: Load): string {
  return `${stallMs.toFixed(0)} ms, ${grownMb.toFixed(0)} MB`;
}
