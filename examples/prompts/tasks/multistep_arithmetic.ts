/**
 * A prompt for multistep arithmetic. Without `--agent-model` a SYNTHETIC student answers it, which is no language model; see `../task.ts`.
 *
 * Run it with `deno run -A mod.ts optimize examples/prompts/tasks/multistep_arithmetic.ts --model NAME --agent-model NAME`.
 *
 * @module
 */
import { multistepArithmetic } from "../families/multistep_arithmetic.ts";
import { promptTask } from "../prompt_task.ts";

export default promptTask(multistepArithmetic);
