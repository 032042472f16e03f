/**
 * The modules of this folder that the results of its experiments depend on.
 *
 * @module
 */

/** Paths from this folder. */
export const sources: readonly string[] = [
  "../random.ts",
  "agent.ts",
  "draw.ts",
  "families.ts",
  "families/boolean_expressions.ts",
  "families/dyck_languages.ts",
  "families/multistep_arithmetic.ts",
  "families/navigate.ts",
  "families/object_counting.ts",
  "families/tracking_shuffled_objects.ts",
  "families/web_of_lies.ts",
  "families/word_sorting.ts",
  "instructions.ts",
  "methods.ts",
  "names.ts",
  "prompt_task.ts",
  "sources.ts",
  "student/manner.ts",
  "student/synthetic_student.ts",
];
