/**
 * Type-checks a proposal against the original declaration, with TypeScript's checker.
 *
 * @module
 */
import type Ts from "typescript";
import type { Diagnostic } from "../../../sandbox/protocol.ts";
import type { CheckedUnit } from "../compiler.ts";
import { entryPlace } from "./entry_place.ts";
import { maxDiagnostics } from "./finding.ts";
import { LineTable } from "../text_place.ts";
import { loadLibrary, loadTypeScript, type TypeScript } from "./typescript.ts";

/**
 * TypeScript's errors in a unit's source: wrong types inside, and an entry that is not assignable to the original.
 * Errors that the original also has are omitted.
 *
 * The first call loads the checker in about half a second; later calls take milliseconds.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { typeCheck } from "./type_check.ts";
 *
 * const original = "export function half(n: number): number { return n / 2; }";
 * const source = "export function half(n: number): string { return n / 2; }";
 * const [first] = await typeCheck({ entry: "half", original, source });
 * assertEquals(first?.message, "TS2322: Type 'number' is not assignable to type 'string'.");
 * ```
 */
export async function typeCheck(
  unit: Pick<CheckedUnit, "entry" | "source" | "original">,
): Promise<readonly Diagnostic[]> {
  const { source, original, entry } = unit;
  const check = await (checker ??= createChecker());
  const complaints = complaintsOf(check, source, original, entry).slice(0, maxDiagnostics);
  const lines = new LineTable(source);
  return await Promise.all(complaints.map(async ({ message, start }) => {
    const isInside = start < source.length;
    const { line, column, lineText } = isInside
      ? lines.placeAt(start)
      : await entryPlace(source, entry);
    return { stage: "type", message, line, column, lineText } as const;
  }));
}

/** An error of TypeScript. Beyond the end of the source it concerns the entry as a whole. */
interface Complaint {
  readonly message: string;
  readonly start: number;
}

type Checker = (source: string, original: string, entry: string) => readonly Complaint[];

function complaintsOf(check: Checker, ...texts: Parameters<Checker>): readonly Complaint[] {
  try {
    return check(...texts);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    checker = undefined; // after a stack overflow its state is unusable
    return [{ message: "Cannot check the types of source that is nested so deeply", start: 0 }];
  }
}

let checker: Promise<Checker> | undefined;

const candidateFile = "/candidate.ts";
const originalFile = "/original.ts";
const globalsFile = "/globals.d.ts";
const globals = `declare const console: Record<"debug" | "log" | "info" | "warn" | "error",
  (...values: unknown[]) => void>;`;

/** Ignored errors: missing modules, which are checked elsewhere, and possibly missing values, which a run shows. */
const ignored: ReadonlySet<number> = new Set([2307, 2792, 2531, 2532, 2533, 18047, 18048, 18049]);

/**
 * Errors about missing annotations. A call's contextual types are lost when the function stands alone. (With
 * `noImplicitAny` off, empty list literals would stay `never[]`.)
 */
function isImplicitAny(code: number): boolean {
  return code >= 7000 && code < 7100;
}

async function createChecker(): Promise<Checker> {
  const [ts, libraries] = await Promise.all([loadTypeScript(), loadLibraries("lib.esnext.d.ts")]);
  const files = new Map<string, { version: number; snapshot: Ts.IScriptSnapshot; text: string }>();
  const write = (name: string, text: string) => {
    const known = files.get(name);
    if (known?.text === text) return;
    const version = (known?.version ?? 0) + 1;
    files.set(name, { version, text, snapshot: ts.ScriptSnapshot.fromString(text) });
  };
  for (const [name, text] of libraries) write(`/${name}`, text);
  write(globalsFile, globals);

  const service = ts.createLanguageService({
    getScriptFileNames: () => [globalsFile, originalFile, candidateFile],
    getScriptVersion: (name) => String(files.get(name)?.version ?? 0),
    getScriptSnapshot: (name) => files.get(name)?.snapshot,
    getCurrentDirectory: () => "/",
    getDefaultLibFileName: () => "/lib.esnext.d.ts",
    getCompilationSettings: () => settings(ts),
    fileExists: (name) => files.has(name),
    readFile: (name) => files.get(name)?.text,
  });
  const messagesOf = (name: string) =>
    [...service.getSyntacticDiagnostics(name), ...service.getSemanticDiagnostics(name)]
      .filter(({ code, category }) =>
        category === ts.DiagnosticCategory.Error && !ignored.has(code) && !isImplicitAny(code)
      )
      .map(({ code, messageText, start = 0 }) => {
        const text = ts.flattenDiagnosticMessageText(messageText, "\n");
        return { message: `TS${code}: ${text}`, start };
      });

  return (source, original, entry) => {
    write(originalFile, `${original}\nexport { ${entry} as declared };`);
    write(
      candidateFile,
      `${source}\nvoid (${entry} satisfies typeof import("../original.ts").declared);\nexport {};\n` +
        missingTypes(ts, source, original),
    );
    const known = new Set(messagesOf(originalFile).map(({ message }) => message));
    return messagesOf(candidateFile).filter(({ message }) => !known.has(message));
  };
}

/**
 * Types that the original declares and the source omits: they are not needed at run time, and models often drop
 * them.
 */
function missingTypes(ts: TypeScript, source: string, original: string): string {
  const typesOf = (text: string) => {
    const file = ts.createSourceFile("types.ts", text, ts.ScriptTarget.Latest);
    return file.statements.flatMap((statement) =>
      ts.isTypeAliasDeclaration(statement) || ts.isInterfaceDeclaration(statement)
        ? [{ name: statement.name.text, text: statement.getText(file) }]
        : []
    );
  };
  const known = new Set(typesOf(source).map(({ name }) => name));
  return typesOf(original).filter(({ name }) => !known.has(name)).map(({ text }) => text).join(
    "\n",
  );
}

function settings(ts: TypeScript): Ts.CompilerOptions {
  return {
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    moduleDetection: ts.ModuleDetectionKind.Force,
    allowImportingTsExtensions: true,
    lib: ["lib.esnext.d.ts"],
    types: [],
    strict: true,
    noEmit: true,
    skipLibCheck: true,
  };
}

/** A library file and all files it references. */
async function loadLibraries(first: string): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  const load = async (name: string): Promise<void> => {
    if (texts.has(name)) return;
    texts.set(name, "");
    const text = await loadLibrary(name);
    texts.set(name, text);
    const references = text.matchAll(/^\/\/\/ <reference lib="(.+?)" \/>/gm);
    await Promise.all([...references].map(([, inner]) => load(`lib.${inner}.d.ts`)));
  };
  await load(first);
  return texts;
}
