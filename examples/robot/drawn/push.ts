/**
 * The skill of `../push.ts`, with the episodes drawn in the report of a run:
 * `deno run -A mod.ts optimize examples/robot/drawn/push.ts --model NAME`.
 *
 * @module
 */
import { drawn } from "../drawing.ts";
import push from "../push.ts";
import { pushSkill } from "../skill.ts";

export default drawn(push, pushSkill);
