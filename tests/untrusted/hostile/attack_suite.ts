/**
 * A host of its own for attacks that are sent as tasks, and as candidates of a task: `attack_suite.ts PLACES REPORT` writes the
 * results to a file. `PLACES` are places with commas between them.
 *
 * It runs as a process of its own so that the test can read its standard output and error, and see whether it survived.
 *
 * @module
 */
import { TaskError } from "../../../src/errors.ts";
import { ProbeTargets } from "../../../src/code/sandbox/probes/probe_targets.ts";
import type { UntrustedTask } from "../../../src/untrusted/open_untrusted_task.ts";
import { openUntrustedTask } from "../../../src/untrusted/open_untrusted_task.ts";
import { candidateOf } from "../../../src/trainer/candidate.ts";
import type { Evaluator, Report } from "../../../src/trainer/evaluator.ts";
import { type Attack, readAttacks } from "../../sandbox/hostile/attack.ts";
import { childrenOf, HostState } from "../../sandbox/hostile/host_state.ts";
import { evaluatorOf, firstReport } from "../opened_task.ts";
import {
  candidateText,
  ownPlaces,
  type Place,
  refusalOf,
  taskOfAttacks,
  taskOfCandidates,
} from "./attack_task.ts";
import { Witness } from "./witness.ts";

/** The result of one attack at one place. */
export interface TaskAttackResult {
  readonly name: string;
  readonly place: Place;
  /** How it ended: by a report, by an error, or by the end of the process. */
  readonly kind: "report" | "error" | "ended";
  readonly said: string;
  /** What it should not have done; empty when it was held. */
  readonly wrong: readonly string[];
  readonly ms: number;
}

/** Small, or the suite would take long. */
export const limits = { processorMs: 500, memoryMb: 64, offHeapMb: 64, loadMs: 8_000 } as const;

/** Longest message of an error. */
const maxMessageChars = 12_000;

/** Wall time of an evaluation. */
const maxEvaluationMs = 3_000;

/** Attacks in one process. */
const maxTogether = 25;

/** The attacks of all layers. */
export async function readAllAttacks(): Promise<readonly Attack[]> {
  return [
    ...await readAttacks("realm"),
    ...await readAttacks("worker"),
    ...await readAttacks("process"),
  ];
}

/** The attacks that the test sends; the soak sends them all. */
export function sampleOf(attacks: readonly Attack[]): readonly Attack[] {
  return attacks.filter((_, index) => index % 6 === 0);
}

/** Whether an attack may take the whole process with it. */
function isDeadly({ kinds }: Attack): boolean {
  return kinds.includes("timeout") || kinds.includes("crashed");
}

class TaskAttackSuite {
  readonly results: TaskAttackResult[] = [];
  readonly #targets: ProbeTargets;
  readonly #witness: Witness;
  /** The description of a process without attacks. */
  readonly #healthy: string;

  private constructor(targets: ProbeTargets, witness: Witness, healthy: string) {
    this.#targets = targets;
    this.#witness = witness;
    this.#healthy = healthy;
  }

  static async open(targets: ProbeTargets, witness: Witness): Promise<TaskAttackSuite> {
    await using task = await openUntrustedTask(taskOfAttacks([], "guide", targets.aim), limits);
    await using evaluator = evaluatorOf(task);
    return new TaskAttackSuite(targets, witness, (await firstReport(evaluator)).feedback);
  }

  /** Runs attacks in one process as long as it bears them, then the rest in another. */
  async run(attacks: readonly Attack[], place: Place): Promise<void> {
    if (place === "top level" && attacks.length > 1) {
      // An attack that ends the process while the task is loaded would hide the others.
      const deadly = attacks.filter(isDeadly);
      for (const attack of deadly) await this.run([attack], place);
      if (deadly.length > 0) return await this.run(attacks.filter((it) => !isDeadly(it)), place);
    }
    for (let rest = attacks; rest.length > 0;) {
      rest = rest.slice(await this.#runTogether(rest.slice(0, maxTogether), place));
    }
  }

  /** @returns how many of them ran before the process was spoilt */
  async #runTogether(attacks: readonly Attack[], place: Place): Promise<number> {
    const source = taskOfAttacks(attacks, place, this.#targets.aim);
    const [only] = attacks;
    if (only !== undefined && attacks.length === 1) {
      await this.#attack(only, place, async () => {
        await using task = await openUntrustedTask(source, limits);
        await using evaluator = evaluatorOf(task, maxEvaluationMs);
        return await firstReport(evaluator);
      });
      return 1;
    }
    try {
      await using task = await openUntrustedTask(source, limits);
      await using evaluator = evaluatorOf(task, maxEvaluationMs);
      if (await this.#isHealthy(evaluator, attacks.length)) {
        return await this.#runInTurn(attacks, place, { task, evaluator });
      }
    } catch (error) {
      if (!(error instanceof TaskError)) throw error;
    }
    // Loading them spoilt the process: fewer of them at a time.
    const half = Math.ceil(attacks.length / 2);
    await this.run(attacks.slice(0, half), place);
    await this.run(attacks.slice(half), place);
    return attacks.length;
  }

  /** @returns how many of them ran before the process was spoilt */
  async #runInTurn(
    attacks: readonly Attack[],
    place: Place,
    { task, evaluator }: { readonly task: UntrustedTask; readonly evaluator: Evaluator },
  ): Promise<number> {
    for (const [index, attack] of attacks.entries()) {
      await this.#attack(attack, place, () => firstReport(evaluator, index), task);
      if (!await this.#isHealthy(evaluator, attacks.length)) return index + 1;
    }
    return attacks.length;
  }

  /** Runs attacks as candidates of one task. */
  async runCandidates(attacks: readonly Attack[]): Promise<void> {
    await using task = await openUntrustedTask(taskOfCandidates(this.#targets.aim));
    await using evaluator = evaluatorOf(task);
    const run = (values: Readonly<Record<string, string>>) =>
      evaluator.evaluate({
        ...{ candidate: candidateOf(values), example: { split: "train", index: 0 } },
        ...{ seed: 1, isTraced: true },
      });
    const honest = await firstReport(evaluator);
    if (honest.score !== 1) throw new Error(`The honest candidate fails: ${honest.feedback}`);
    for (const attack of attacks) {
      await this.#attack(attack, "candidate", () => run({ attack: candidateText(attack) }));
    }
  }

  async #isHealthy(evaluator: Evaluator, index: number): Promise<boolean> {
    try {
      return (await firstReport(evaluator, index)).feedback === this.#healthy;
    } catch {
      return false;
    }
  }

  /** Runs one attack, and checks everything that it must not touch. */
  async #attack(
    { name, layer, allowedInTask }: Attack,
    place: Place,
    run: () => Promise<Report>,
    task?: UntrustedTask,
  ): Promise<void> {
    const start = performance.now();
    const wrong: string[] = [];
    let kind: TaskAttackResult["kind"] = "report";
    let everything: string;
    let said: string;
    using host = new HostState();
    try {
      const report = await run();
      everything = JSON.stringify(report);
      said = report.feedback;
      if (place === "candidate" && report.score === 1) {
        wrong.push("it has the score of the honest candidate");
      }
    } catch (error) {
      const { message, advice = "" } = error as TaskError;
      kind = /^The process of the untrusted task /.test(message) ? "ended" : "error";
      everything = `${message}\n${advice}`;
      said = message;
      if (!(error instanceof TaskError)) wrong.push(`it threw ${Deno.inspect(error)}`);
      if (message.length > maxMessageChars) {
        wrong.push(`its message has ${message.length} characters`);
      }
    }
    const isAllowed = allowedInTask !== undefined && place !== "candidate";
    if (said.startsWith("ESCAPED") && !isAllowed) wrong.push(`it said ${said.slice(0, 300)}`);
    if (task !== undefined && childrenOf(task.pid).length > 0) wrong.push("it started processes");
    wrong.push(...this.#targets.touched(everything), ...await host.changed());
    wrong.push(...await this.#witness.noticed());
    this.results.push({
      name: `${layer}/${name}`,
      ...{ place, kind, said: said.slice(0, 200), wrong },
      ms: performance.now() - start,
    });
  }
}

async function main([given = "", report = "", only = ""]: string[]): Promise<void> {
  const isFull = given === "all";
  const all = (await readAllAttacks()).filter(({ name }) => name.includes(only));
  const attacks = isFull ? all : sampleOf(all);
  const sent = attacks.filter((attack) => refusalOf(attack) === undefined);
  await using targets = await ProbeTargets.open();
  await using witness = await Witness.open();
  const suite = await TaskAttackSuite.open(targets, witness);
  for (const place of isFull ? [...ownPlaces, "candidate"] as const : given.split(",") as Place[]) { // as: the test names them
    if (place === "candidate") await suite.runCandidates(attacks);
    else {
      const turn = ownPlaces.indexOf(place);
      const own = sent.filter((_, index) => isFull || index % ownPlaces.length === turn);
      await suite.run(own, place);
    }
  }
  await Deno.writeTextFile(report, JSON.stringify(suite.results));
}

if (import.meta.main) await main(Deno.args);
