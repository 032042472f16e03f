/**
 * The hand goes to a place in the air. After Meta-World (arXiv 1910.10897) as LLF-Bench puts it in words; see `task.ts`.
 *
 * Run it with `deno run -A mod.ts optimize examples/robot/reach.ts --model NAME`; `--seed` gives other episodes.
 *
 * @module
 */
import { robotTask } from "./robot_task.ts";
import { reachSkill } from "./skill.ts";

export default robotTask(reachSkill);
