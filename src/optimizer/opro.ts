/**
 * OPRO: proposes from what was tried before alone, without the trace (arXiv 2309.03409).
 *
 * @module
 */
import { modelProposer, type OptoPrimeOptions } from "./optoprime.ts";
import type { Proposer } from "./proposer.ts";

/**
 * A proposer that shows a model earlier tries with their scores, and not how they came about. It remembers 20 tries unless
 * told otherwise.
 */
export function opro(options: OptoPrimeOptions): Proposer {
  return modelProposer("opro", { memorySize: 20, ...options }, false);
}
