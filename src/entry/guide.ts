/**
 * Guides: exact match, tolerance, test suites, a model or a person as judge, compositions.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { exactMatch } from "@opto/opto/guide";
 *
 * const guide = exactMatch();
 * const { score } = await guide({ input: 1, expected: 2 }, 2);
 * assertEquals(score, 1);
 * ```
 *
 * @module
 */
import "./install_host_services.ts";

export { exactMatch, type ExactMatchOptions } from "../guide/exact_match.ts";
export { composite, type WeightedGuide } from "../guide/composite.ts";
export { modelJudge, type ModelJudgeOptions } from "../guide/model_judge.ts";
export { pairwiseJudge } from "../guide/pairwise_judge.ts";
export { humanJudge, type HumanJudgeOptions, type JudgeTerminal } from "../guide/human_judge.ts";
export { type TestCase, testSuite, type TestSuiteOptions } from "../guide/test_suite.ts";
export { withinTolerance, type WithinToleranceOptions } from "../guide/within_tolerance.ts";
export type { ExpectedExample, TextGuide, TextJudgement } from "../guide/text_guide.ts";
