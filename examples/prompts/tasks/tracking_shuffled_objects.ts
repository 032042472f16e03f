/**
 * A prompt for tracking shuffled objects. Without `--agent-model` a SYNTHETIC student answers it, which is no language model; see `../task.ts`.
 *
 * Run it with `deno run -A mod.ts optimize examples/prompts/tasks/tracking_shuffled_objects.ts --model NAME --agent-model NAME`.
 *
 * @module
 */
import { trackingShuffledObjects } from "../families/tracking_shuffled_objects.ts";
import { promptTask } from "../prompt_task.ts";

export default promptTask(trackingShuffledObjects);
