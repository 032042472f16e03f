/**
 * A prompt for navigate. Without `--agent-model` a SYNTHETIC student answers it, which is no language model; see `../task.ts`.
 *
 * Run it with `deno run -A mod.ts optimize examples/prompts/tasks/navigate.ts --model NAME --agent-model NAME`.
 *
 * @module
 */
import { navigate } from "../families/navigate.ts";
import { promptTask } from "../prompt_task.ts";

export default promptTask(navigate);
