/**
 * Divides the tokens of a prompt among its sections.
 *
 * What instructs comes first and is never cut: guide, instruction, variables, constraints. The rest is divided by these
 * shares; what one section leaves is for the next.
 *
 * @module
 */
import { UsageError } from "../errors.ts";

/** Largest share of feedback in what is left by the sections that are never cut. */
const feedbackShare = 0.5;

/** Largest share of the history in what feedback leaves; all of it where no program is shown. */
const historyShare = 0.4;

/** Tokens by the name of a part. */
export type PartSizes = Readonly<Record<string, number>>;

/** Tokens for the sections that can be cut. */
export class PromptRoom {
  #left: number;
  readonly #hasProgram: boolean;

  /**
   * @param maxTokens tokens of the whole prompt
   * @param options sizes of the parts that are never cut, and whether a program is shown
   * @throws {UsageError} when those parts alone exceed the limit
   */
  constructor(
    maxTokens: number,
    { fixed, hasProgram }: { readonly fixed: PartSizes; readonly hasProgram: boolean },
  ) {
    const size = Object.values(fixed).reduce((sum, tokens) => sum + tokens, 0);
    if (size > maxTokens) throw tooLarge(maxTokens, size, fixed);
    this.#left = maxTokens - size;
    this.#hasProgram = hasProgram;
  }

  /** Tokens for feedback. */
  get feedback(): number {
    return Math.floor(this.#left * feedbackShare);
  }

  /** Tokens for the history, after `take` of the feedback. */
  get history(): number {
    return Math.floor(this.#left * (this.#hasProgram ? historyShare : 1));
  }

  /** Tokens for the program, after `take` of the others. */
  get program(): number {
    return this.#left;
  }

  /** Takes tokens for a section. */
  take(tokens: number): void {
    this.#left -= tokens;
  }
}

function tooLarge(maxTokens: number, size: number, fixed: PartSizes): UsageError {
  const text = (tokens: number) => tokens.toLocaleString("en-US");
  const sizes = Object.entries(fixed).filter(([, tokens]) => tokens > 0)
    .map(([name, tokens]) => `${name} ${text(tokens)}`).join(", ");
  return new UsageError(
    `Cannot fit a prompt into ${text(maxTokens)} tokens: received ${
      text(size)
    } in the parts that are never cut (${sizes})`,
    { advice: "Raise maxPromptTokens (--max-prompt-tokens), or make the parameters smaller." },
  );
}
