/**
 * The source of a task as data: what a stranger sends instead of naming a module. Types only.
 *
 * @module
 */

/** The modules of a task. */
export interface TaskSource {
  /** TypeScript by path, relative and without `..`: `task.ts`, `lib/rules.ts`. */
  readonly files: Readonly<Record<string, string>>;
  /** Path of the module that exports the task. */
  readonly entry: string;
}
