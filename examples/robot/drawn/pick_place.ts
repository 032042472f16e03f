/**
 * The skill of `../pick_place.ts`, with the episodes drawn in the report of a run:
 * `deno run -A mod.ts optimize examples/robot/drawn/pick_place.ts --model NAME`.
 *
 * @module
 */
import { drawn } from "../drawing.ts";
import pickPlace from "../pick_place.ts";
import { pickPlaceSkill } from "../skill.ts";

export default drawn(pickPlace, pickPlaceSkill);
