/**
 * The services that the trace needs from higher layers, installed once by the composition root.
 *
 * @module
 */
import type { CodeRunner } from "./code_runner.ts";
import type { BackwardRule } from "./propagator.ts";

/** The place of a call, from a stack: line and column count from 1. */
export interface CallSite {
  readonly url: string;
  readonly line: number;
  readonly column: number;
}

/** Where lines of a source stand in the author's module. */
export interface SourceOrigin {
  /** The module. */
  readonly url: string;
  /** The lines from `first` on stand from `line` on; both count from 1. Without `line` they are from elsewhere. */
  readonly runs: readonly { readonly first: number; readonly line?: number }[];
}

/** A function's module: its exported declaration, and the types and imports it mentions. */
export interface FoundSource {
  readonly source: string;
  /** The name under which the source exports the function. */
  readonly entry: string;
  /** The function's head: `export function f(a: number): string`. */
  readonly signature: string;
  /** Absent when the source was not read from a module. */
  readonly origin?: SourceOrigin;
}

/** A source given by the author, and the name it declares. */
export type GivenSource = Pick<FoundSource, "source" | "entry">;

/**
 * Reads the author's source of a function, with types and comments: the function passed in the call at `site`, or
 * without a site the function's own text. For a given source it reads the signature.
 */
export type SourceReader = (
  fn: (...args: never[]) => unknown,
  site: CallSite | undefined,
  given?: GivenSource,
) => Promise<FoundSource>;

/** The text of a host module by URL; undefined when it cannot be read synchronously. */
export type ModuleReader = (url: string) => string | undefined;

/** All services, by name. */
export interface HostServices {
  /** Reads the source of trainable functions. */
  readonly sourceReader: SourceReader;
  /** Reads host modules, to show failing lines. */
  readonly moduleReader: ModuleReader;
  /** Makes the default runner, for code outside `withSandbox`; called at first use. */
  readonly codeRunner: () => CodeRunner;
  /** The implementation of `node.backward`. */
  readonly backward: BackwardRule;
}

let installed: Partial<HostServices> = {};
let defaultRunner: CodeRunner | undefined;

/**
 * Installs services for this process; called once by the composition root with all of them.
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
 * The runner of code outside `withSandbox`.
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
