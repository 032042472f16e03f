/**
 * The families, in the order of their numbers.
 *
 * @module
 */
import { booleanExpressions } from "./families/boolean_expressions.ts";
import { dyckLanguages } from "./families/dyck_languages.ts";
import { multistepArithmetic } from "./families/multistep_arithmetic.ts";
import { navigate } from "./families/navigate.ts";
import { objectCounting } from "./families/object_counting.ts";
import { trackingShuffledObjects } from "./families/tracking_shuffled_objects.ts";
import { webOfLies } from "./families/web_of_lies.ts";
import { wordSorting } from "./families/word_sorting.ts";
import type { Family } from "./family.ts";

/** All families. */
export const families: readonly Family[] = [
  wordSorting,
  objectCounting,
  webOfLies,
  dyckLanguages,
  booleanExpressions,
  multistepArithmetic,
  navigate,
  trackingShuffledObjects,
];
