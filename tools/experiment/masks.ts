/**
 * Masks of prompts, as in the Trace paper.
 *
 * @module
 */
import type { MaskName } from "../../src/optimizer/mask.ts";

/** What "Trace Masked" leaves out of a prompt: how the output came about. The output itself stays. */
export const graphSections: readonly MaskName[] = [
  "code",
  "documentation",
  "inputs",
  "others",
  "inside",
];
