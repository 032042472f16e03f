/**
 * What the form of a new job holds: texts by field, from an earlier job or from a posted form, and the request they make.
 *
 * @module
 */
import type { Job, JobOptions } from "../../jobs/job.ts";
import type { TaskSource } from "../../task/task_source.ts";

/** Texts of the form. */
export interface JobFormContent {
  /** Whether the job names a registered task or brings the source of one. */
  readonly kind: "task" | "source";
  /** Texts by the JSON pointer of their field; beside `files`, that of `/source` is the path of the entry. */
  readonly texts: Readonly<Record<string, string>>;
  /** Texts of a source of several files, by path. */
  readonly files?: Readonly<Record<string, string>> | undefined;
}

/** The name of a control that holds a file begins with it; the path follows. */
export const filePrefix = "file:";

const taskFields = ["/task"];
const sourceFields = ["/source"];
const sourceNumbers = ["/options/taskLimits/memoryMb", "/options/taskLimits/processorMs"];
const textFields = [
  "/name",
  ...["optimizer", "trainer", "model", "agentModel"].map((name) => `/options/${name}`),
];
const numberFields = [
  ...["steps", "batchSize", "seed", "concurrency"].map((name) => `/options/${name}`),
  ...["seconds", "evaluations", "calls", "tokens", "usd"].map((name) => `/options/budget/${name}`),
];

const numbers: ReadonlySet<string> = new Set([...numberFields, ...sourceNumbers]);

/** Every field of the form, as a JSON pointer. */
export const jobFields: ReadonlySet<string> = new Set([
  ...taskFields,
  ...sourceFields,
  ...textFields,
  ...numbers,
]);

/** A form that asks for a job like an earlier one. @param source of the job, where it brought one */
export function formOfJob(
  { name, task }: Job,
  { options, source }: { readonly options: JobOptions; readonly source: TaskSource | undefined },
): JobFormContent {
  const { files = {}, entry = "" } = source ?? {};
  const isOneFile = Object.keys(files).length < 2;
  const request = {
    ...(task === null ? { source: isOneFile ? files[entry] : entry } : { task }),
    ...(name === task ? {} : { name }),
    options,
  };
  const texts = [...jobFields].flatMap((pointer) => {
    const value = valueAt(request, pointer);
    return value === undefined ? [] : [[pointer, String(value)] as const];
  });
  return {
    kind: task === null ? "source" : "task",
    texts: Object.fromEntries(texts),
    ...(isOneFile ? {} : { files }),
  };
}

/** What a browser has posted; what is no field of the form is left out. */
export function postedForm(data: FormData): JobFormContent {
  const texts: [string, string][] = [];
  const files: [string, string][] = [];
  for (const [name, value] of data) {
    if (typeof value !== "string") continue;
    const text = value.replaceAll("\r\n", "\n"); // a browser posts every line feed so
    if (jobFields.has(name)) texts.push([name, text]);
    else if (name.startsWith(filePrefix)) files.push([name.slice(filePrefix.length), text]);
  }
  return {
    kind: data.get("kind") === "source" ? "source" : "task",
    texts: Object.fromEntries(texts),
    ...(files.length === 0 ? {} : { files: Object.fromEntries(files) }),
  };
}

/** The request that a form makes, not yet checked; empty fields, and those of the other kind, are left out. */
export function requestOfForm({ kind, texts, files }: JobFormContent): unknown {
  const others = kind === "source" ? taskFields : [...sourceFields, ...sourceNumbers];
  const request: Branch = {};
  for (const pointer of jobFields) {
    const text = texts[pointer] ?? "";
    if (text.trim() === "" || others.includes(pointer)) continue;
    const value = numbers.has(pointer) && !isNaN(Number(text)) ? Number(text) : text;
    place(request, pointer, pointer === "/source" && files ? { files, entry: text } : value);
  }
  return request;
}

interface Branch {
  [key: string]: unknown;
}

function place(root: Branch, pointer: string, value: unknown): void {
  const keys = pointer.slice(1).split("/");
  const last = keys.pop() ?? "";
  let branch = root;
  for (const key of keys) branch = (branch[key] ??= {}) as Branch; // as: only this function places branches
  branch[last] = value;
}

function valueAt(root: unknown, pointer: string): unknown {
  return pointer.slice(1).split("/").reduce<unknown>(
    (value, key) => value instanceof Object ? Reflect.get(value, key) : undefined,
    root,
  );
}
