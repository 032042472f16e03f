/**
 * Opens the models of a request: those that it names, else the task's; a repeated run has those of its log.
 *
 * @module
 */
import { join } from "node:path";
import { answeringModels, chooseModels, type ChosenModels } from "../../model/chosen_model.ts";
import type { Exchange } from "../../model/exchange.ts";
import type { LanguageModel } from "../../model/language_model.ts";
import type { Task } from "../../task/task.ts";
import { readEventLog } from "../../trainer/event_log.ts";
import type { ModelOfTask, RunTaskRequest } from "../message.ts";

/** What decides on the models. */
interface ModelsRequest extends Pick<Partial<RunTaskRequest>, "replayOf"> {
  readonly model: ModelOfTask;
  readonly options: Pick<RunTaskRequest["options"], "resume" | "runDir" | "repair">;
}

/** Opens the models of a run, an evaluation or a preview. */
export async function modelsOf(
  { model, options, replayOf }: ModelsRequest,
  task: Task,
): Promise<ChosenModels> {
  if (replayOf !== undefined) return repeatedModels(replayOf);
  const { resume = false } = options;
  const { named, loggedModel, agent, loggedAgentModel, mayBeOwn = true, ...settings } = model;
  const ofRun = { named, logged: loggedModel, mayBeOwn, isResumed: resume };
  const ofAgent = { named: agent?.named, logged: loggedAgentModel, mayBeOwn, isResumed: resume };
  return await chooseModels({
    ...settings,
    ...modelNamed(task.model, ofRun),
    agent: { ...modelNamed(task.agentModel, ofAgent), baseUrl: agent?.baseUrl },
    apiKey: Deno.env.get("OPENAI_API_KEY") || undefined, // keys are inherited; they are in no argument
    env: (name) => Deno.env.get(name),
    logged: resume && model.record !== undefined ? loggedExchanges(options) : undefined,
  });
}

/** The models of a log: their answers, and none where none was asked. */
function repeatedModels(runDir: string): ChosenModels {
  const events = readEventLog(join(runDir, "events.jsonl"));
  const started = events.find((event) => event.type === "started");
  const models = answeringModels(exchangesIn(events), { agentModel: started?.agentModel });
  return events.some((event) => event.type === "started" && event.model !== null)
    ? models
    : { ...models, model: null };
}

/** The calls in the log of the run that is resumed; of a damaged log, those before the damage. */
function loggedExchanges(
  { runDir = "", repair = false }: ModelsRequest["options"],
): readonly Exchange[] {
  return exchangesIn(readEventLog(join(runDir, "events.jsonl"), { repair }));
}

function exchangesIn(events: ReturnType<typeof readEventLog>): readonly Exchange[] {
  return events.filter((event) => event.type === "exchange");
}

/** The model of the option or the environment, else the task's; a resumed run keeps its model. */
function modelNamed(
  ofTask: string | LanguageModel | undefined,
  { named, logged, mayBeOwn, isResumed }: {
    readonly named: string | undefined;
    readonly logged: string | undefined;
    readonly mayBeOwn: boolean;
    readonly isResumed: boolean;
  },
): { readonly model: string | undefined; readonly own: LanguageModel | undefined } {
  if (!mayBeOwn) return { model: named, own: undefined };
  const own = typeof ofTask === "object" ? ofTask : undefined;
  const name = typeof ofTask === "string" ? ofTask : undefined;
  const kept = logged === own?.name ? undefined : logged;
  return { model: named ?? (isResumed ? kept : name), own };
}
