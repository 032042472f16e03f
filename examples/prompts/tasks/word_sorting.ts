/**
 * A prompt for word sorting. Without `--agent-model` a SYNTHETIC student answers it, which is no language model; see `../task.ts`.
 *
 * Run it with `deno run -A mod.ts optimize examples/prompts/tasks/word_sorting.ts --model NAME --agent-model NAME`.
 *
 * @module
 */
import { wordSorting } from "../families/word_sorting.ts";
import { promptTask } from "../prompt_task.ts";

export default promptTask(wordSorting);
