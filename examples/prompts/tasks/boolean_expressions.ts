/**
 * A prompt for boolean expressions. Without `--agent-model` a SYNTHETIC student answers it, which is no language model; see `../task.ts`.
 *
 * Run it with `deno run -A mod.ts optimize examples/prompts/tasks/boolean_expressions.ts --model NAME --agent-model NAME`.
 *
 * @module
 */
import { booleanExpressions } from "../families/boolean_expressions.ts";
import { promptTask } from "../prompt_task.ts";

export default promptTask(booleanExpressions);
