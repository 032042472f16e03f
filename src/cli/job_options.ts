/**
 * The options of commands that carry out jobs: which tasks and models these may use.
 *
 * @module
 */
import { UsageError } from "../errors.ts";

/** Options of commands that carry out jobs. */
export const jobOptions = {
  task: { kind: "list", value: "FILE", help: "Task that jobs may use; may be repeated" },
  "allow-source": {
    kind: "flag",
    help: "Take jobs that bring their own task; it runs without any permission",
  },
  "accept-weak-limits": {
    kind: "flag",
    help: "Use --allow-source also where the system does not limit memory and processor time",
  },
  model: { kind: "list", value: "NAME", help: "Model that jobs may use; may be repeated" },
  "base-url": {
    kind: "string",
    value: "URL",
    help: "URL of the model server; or set OPENAI_BASE_URL",
  },
} as const;

/** Values of these options. */
interface GivenJobOptions {
  readonly task: readonly string[];
  readonly "allow-source": boolean;
  readonly "accept-weak-limits": boolean;
  readonly model: readonly string[];
  readonly "base-url"?: string | undefined;
}

/** What jobs may use. */
export interface JobMeans {
  readonly tasks: readonly string[];
  /** Whether jobs may bring their own task. */
  readonly allowSource: boolean;
  readonly models: readonly { readonly name: string; readonly baseUrl: string | undefined }[];
}

/**
 * Checks the options.
 *
 * @param command name of the command, for messages
 * @throws {UsageError} when there is no task, when this machine lacks limits, or when a model has neither key nor server
 */
export async function jobMeans(
  command: string,
  options: GivenJobOptions,
  env: (name: string) => string | undefined,
): Promise<JobMeans> {
  const { task: tasks, "allow-source": allowSource } = options;
  if (allowSource) {
    const { requireHardLimits } = await import("../code/child/require_limits.ts");
    await requireHardLimits("--allow-source", { isAccepted: options["accept-weak-limits"] });
  }
  if (tasks.length === 0 && !allowSource) {
    throw new UsageError(`Cannot ${command}: received no task`, {
      advice: `Write: ${command} --task examples/quickstart.ts.`,
    });
  }
  const baseUrl = options["base-url"] ?? env("OPENAI_BASE_URL");
  const where = { baseUrl, apiKey: env("OPENAI_API_KEY"), env };
  if (options.model.length > 0) {
    const { openModel } = await import("../model/open_model.ts");
    for (const name of options.model) await openModel(name, where);
  }
  return { tasks, allowSource, models: options.model.map((name) => ({ name, baseUrl })) };
}
