/**
 * The hand pushes a puck over the table to a place. After Meta-World (arXiv 1910.10897) as LLF-Bench puts it in words; see `task.ts`.
 *
 * Run it with `deno run -A mod.ts optimize examples/robot/push.ts --model NAME`; `--seed` gives other episodes.
 *
 * @module
 */
import { robotTask } from "./robot_task.ts";
import { pushSkill } from "./skill.ts";

export default robotTask(pushSkill);
