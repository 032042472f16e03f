/**
 * A prompt for object counting. Without `--agent-model` a SYNTHETIC student answers it, which is no language model; see `../task.ts`.
 *
 * Run it with `deno run -A mod.ts optimize examples/prompts/tasks/object_counting.ts --model NAME --agent-model NAME`.
 *
 * @module
 */
import { objectCounting } from "../families/object_counting.ts";
import { promptTask } from "../prompt_task.ts";

export default promptTask(objectCounting);
