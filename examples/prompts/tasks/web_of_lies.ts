/**
 * A prompt for web of lies. Without `--agent-model` a SYNTHETIC student answers it, which is no language model; see `../task.ts`.
 *
 * Run it with `deno run -A mod.ts optimize examples/prompts/tasks/web_of_lies.ts --model NAME --agent-model NAME`.
 *
 * @module
 */
import { webOfLies } from "../families/web_of_lies.ts";
import { promptTask } from "../prompt_task.ts";

export default promptTask(webOfLies);
