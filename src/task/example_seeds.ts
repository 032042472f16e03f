/**
 * Seeds of the random numbers that candidate code sees, from which it cannot tell which example it works on.
 *
 * @module
 */
import { createHmac } from "node:crypto";
import { printValue } from "../trace/print_value.ts";
import { canonicalJson } from "../trainer/canonical_json.ts";
import type { ExampleRef, Split } from "../trainer/evaluator.ts";
import type { ExamplesBySplit } from "./examples.ts";

/** Maximum characters of an input that is not plain data and is told apart by its print. */
const maxPrintLength = 100_000;

/** One input of a split. */
interface Input {
  readonly content: string;
  /** Number of equal inputs before it in the same split. */
  readonly occurrence: number;
  /** The last seed of a run, and the example's own for it. */
  last?: { readonly run: number; readonly own: number };
}

/**
 * The seed of each example: a keyed hash (HMAC-SHA-256, RFC 2104) of the input and its occurrence within its split.
 *
 * Equal inputs of two splits have equal seeds: neither split nor index are part of them, and without the key a seed
 * cannot be traced back to an input. All candidates get the same seed for one example.
 */
export class ExampleSeeds {
  readonly #examples: ExamplesBySplit;
  readonly #inputs = new Map<Split, readonly Input[]>();

  /** @param examples the data of a task */
  constructor(examples: ExamplesBySplit) {
    this.#examples = examples;
  }

  /** The seed of one example. @param seed of the run, from which the key is made */
  of({ split, index }: ExampleRef, seed: number): number {
    const input = this.#inputsOf(split)[index];
    if (input === undefined) throw new RangeError(`Cannot find ${split} example ${index}`);
    if (input.last?.run !== seed) {
      const hash = createHmac("sha256", `opto random numbers ${seed}`);
      const digest = hash.update(`${input.occurrence} ${input.content}`).digest();
      input.last = { run: seed, own: digest.readUInt32LE(0) };
    }
    return input.last.own;
  }

  #inputsOf(split: Split): readonly Input[] {
    let inputs = this.#inputs.get(split);
    if (inputs === undefined) this.#inputs.set(split, inputs = numbered(this.#examples[split]));
    return inputs;
  }
}

function numbered(examples: readonly { readonly input: unknown }[]): readonly Input[] {
  const seen = new Map<string, number>();
  return examples.map(({ input }) => {
    const content = contentOf(input);
    const occurrence = seen.get(content) ?? 0;
    seen.set(content, occurrence + 1);
    return { content, occurrence };
  });
}

function contentOf(input: unknown): string {
  try {
    return canonicalJson(input);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // not plain data: a workflow of the host may take anything
    return printValue(input, maxPrintLength);
  }
}
