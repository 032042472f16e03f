/**
 * Masks of prompts, as in the Trace paper.
 *
 * @module
 */
import type { SectionName } from "../../src/optimizer/problem_view.ts";

/** What "Trace Masked" leaves out of a prompt: how the output came about. The output itself stays. */
export const graphSections: readonly SectionName[] = [
  "Code",
  "Documentation",
  "Inputs",
  "Others",
  "Inside",
];
