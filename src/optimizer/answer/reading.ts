/**
 * The result of one stage of reading an answer. Types only.
 *
 * @module
 */
import type { Values } from "../../problem/problem.ts";

/** The values that a stage found, or why it can use none. */
export type Reading =
  | {
    readonly kind: "values";
    readonly values: Values;
    readonly reasoning: string;
    /** Names of values that the end of the text cuts. */
    readonly cut?: readonly string[];
  }
  | { readonly kind: "nothing"; readonly reasoning: string }
  | { readonly kind: "fault"; readonly reason: string };

/** Keys of the fields of an answer. */
export interface AnswerKeys {
  /** Key of the reasons. */
  readonly reasoning: string;
  /** Key of the answer to a question of the objective; null asks for none. */
  readonly answer: string | null;
  /** Key of the new values. */
  readonly suggestion: string;
}
