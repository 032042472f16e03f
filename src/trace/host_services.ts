/**
 * The services that the trace needs from the rooms above it, installed together by the composition root.
 *
 * @module
 */
import type { CodeRunner } from "./code_runner.ts";
import type { BackwardRule } from "./propagator.ts";

/** The place of a call, as a stack gives it: line and column count from 1. */
export interface CallSite {
  readonly url: string;
  readonly line: number;
  readonly column: number;
}

/** A function's own module: its declaration, exported, and the type declarations and imports it mentions. */
export interface FoundSource {
  readonly source: string;
  /** The name under which the source exports the function. */
  readonly entry: string;
  /** The function's head: `export function f(a: number): string`. */
  readonly signature: string;
}

/** The source that an author gave for a function, and the name it declares. */
export type GivenSource = Pick<FoundSource, "source" | "entry">;

/**
 * Reads a function as its author wrote it, types and comments included: the one given to the call at `site`, or without
 * a site the function's own text. Of a source that is given it reads the signature.
 */
export type SourceReader = (
  fn: (...args: never[]) => unknown,
  site: CallSite | undefined,
  given?: GivenSource,
) => Promise<FoundSource>;

/** The text of a module of the host by its URL; undefined when it cannot be read at once. */
export type ModuleReader = (url: string) => string | undefined;

/** All services, by name. */
export interface HostServices {
  /** Reads the source of trainable functions. */
  readonly sourceReader: SourceReader;
  /** Reads host modules, to show the lines that failed. */
  readonly moduleReader: ModuleReader;
  /** Makes the runner of code outside of `withCodeRunner`; called at its first use. */
  readonly codeRunner: () => CodeRunner;
  /** The rule that `node.backward` follows. */
  readonly backward: BackwardRule;
}

let installed: Partial<HostServices> = {};
let defaultRunner: CodeRunner | undefined;

/**
 * Installs services for this process; the composition root does so once, with all of them.
 *
 * @param services replace earlier ones of the same name
 */
export function installHostServices(services: Partial<HostServices>): void {
  installed = { ...installed, ...services };
  if (services.codeRunner !== undefined) defaultRunner = undefined;
}

/** The installed services. */
export function hostServices(): Partial<HostServices> {
  return installed;
}

/**
 * The runner of code outside of `withCodeRunner`.
 *
 * @throws {TypeError} when none is installed
 */
export function defaultCodeRunner(): CodeRunner {
  if (defaultRunner !== undefined) return defaultRunner;
  if (installed.codeRunner === undefined) {
    throw new TypeError(
      "Cannot run trainable code without a sandbox: received none, import the library's own entry",
    );
  }
  return defaultRunner = installed.codeRunner();
}
