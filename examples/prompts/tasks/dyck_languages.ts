/**
 * A prompt for dyck languages. Without `--agent-model` a SYNTHETIC student answers it, which is no language model; see `../task.ts`.
 *
 * Run it with `deno run -A mod.ts optimize examples/prompts/tasks/dyck_languages.ts --model NAME --agent-model NAME`.
 *
 * @module
 */
import { dyckLanguages } from "../families/dyck_languages.ts";
import { promptTask } from "../prompt_task.ts";

export default promptTask(dyckLanguages);
