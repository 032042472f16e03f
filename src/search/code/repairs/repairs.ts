/**
 * All small changes that may mend code, in the order in which they are tried.
 *
 * (Program repair by edits of the syntax tree and a test suite: Le Goues, Nguyen, Forrest and Weimer, "GenProg", 2012; by the
 * operators of mutation testing: Debroy and Wong, 2010.)
 *
 * @module
 */
import type { Edit } from "../print/edit.ts";
import type { CodeTree } from "../tree/code_tree.ts";
import { droppedPart } from "./dropped_part.ts";
import { knownPart } from "./known_part.ts";
import { missingCase } from "./missing_case.ts";
import { otherCondition } from "./other_condition.ts";
import { otherFunction } from "./other_function.ts";
import { otherJump } from "./other_jump.ts";
import { otherList } from "./other_list.ts";
import { otherNumber } from "./other_number.ts";
import { otherOperator } from "./other_operator.ts";
import { otherText } from "./other_text.ts";
import { otherVariable } from "./other_variable.ts";
import type { RepairRule } from "./repair.ts";
import { runningValue } from "./running_value.ts";
import { swappedParts } from "./swapped_parts.ts";

const rules: readonly RepairRule[] = [
  otherOperator,
  otherNumber,
  otherFunction,
  otherJump,
  otherVariable,
  otherCondition,
  swappedParts,
  runningValue,
  droppedPart,
  otherText,
  otherList,
  missingCase,
  knownPart,
];

/** The repairs of all places inside functions, by their ranks, then in the order of the text. */
export function allRepairs(tree: CodeTree): readonly (readonly Edit[])[] {
  const places = tree.places.filter(({ owner }) => owner !== undefined);
  return places.flatMap((place) => rules.flatMap((rule) => rule(place, tree)))
    .sort((one, other) => one.rank - other.rank)
    .map(({ edits }) => edits);
}
