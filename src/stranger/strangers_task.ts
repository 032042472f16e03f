/**
 * The task of this process: what its host may ask of it.
 *
 * @module
 */
import { TaskError } from "../errors.ts";
import { withModels } from "../model/models_in_use.ts";
import type { PropagatorChoice } from "../propagate/propagators.ts";
import { taskEvaluator } from "../task/task_evaluator.ts";
import type { Evaluator } from "../trainer/evaluator.ts";
import type { Question } from "../wire/channel.ts";
import { answerEvaluator } from "../wire/evaluator_wire.ts";
import { encodeOutline } from "../untrusted/outline.ts";
import type {
  EvaluatorRequest,
  HostMethod,
  OpenRequest,
  ToolRequest,
} from "../untrusted/protocol.ts";
import type { TaskSource } from "../task/task_source.ts";
import type { Host } from "./host.ts";
import { filesImportedBy, type LoadedSource, loadSource } from "./load_source.ts";

/** The task of this process. */
export class StrangersTask {
  readonly #host: Host;
  #loaded: LoadedSource | undefined;
  #evaluator: Evaluator | undefined;

  constructor(host: Host) {
    this.#host = host;
  }

  /** Answers a question of the host, whose arguments are what their method says. */
  async answer({ method, argument, signal }: Question): Promise<unknown> {
    switch (method as Exclude<HostMethod, "facts">) {
      case "ready":
        return null;
      case "imports": {
        const { path, source } = argument as { path: string; source: string };
        return filesImportedBy(path, source);
      }
      case "load":
        this.#loaded = await loadSource(argument as TaskSource);
        return encodeOutline(this.#loaded.task);
      case "open":
        this.#evaluator = this.#open(argument as OpenRequest);
        return null;
      case "summarize":
        return this.#load().task.summarize?.(argument as never) ?? "";
      case "tool":
        return await this.#host.callTool(argument as ToolRequest);
      default: {
        const { use, argument: given } = argument as EvaluatorRequest;
        if (this.#evaluator === undefined) throw new TypeError("The evaluator is not open");
        const request = { method, argument: given, signal, origin: "trusted" } as const;
        const evaluator = this.#evaluator;
        const act = () => answerEvaluator(evaluator, request);
        return await this.#host.during(use, () => withModels(this.#host.models, act));
      }
    }
  }

  #load(): LoadedSource {
    if (this.#loaded === undefined) throw new TaskError("The task is not loaded");
    return this.#loaded;
  }

  #open(request: OpenRequest): Evaluator {
    const { task, url } = this.#load();
    const { propagator, evaluationTimeoutMs, seed, isTypeChecked, hasStatements } = request;
    return taskEvaluator(task, {
      ...{ seed, isTypeChecked, hasStatements },
      runner: this.#host,
      moduleUrl: url,
      propagator: propagator as PropagatorChoice | undefined ?? task.propagator ?? "graph",
      ...(evaluationTimeoutMs === undefined ? {} : { evaluationTimeoutMs }),
    });
  }
}
