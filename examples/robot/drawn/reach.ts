/**
 * The skill of `../reach.ts`, with the episodes drawn in the report of a run:
 * `deno run -A mod.ts optimize examples/robot/drawn/reach.ts --model NAME`.
 *
 * @module
 */
import { drawn } from "../drawing.ts";
import reach from "../reach.ts";
import { reachSkill } from "../skill.ts";

export default drawn(reach, reachSkill);
