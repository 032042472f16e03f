/**
 * The error for code of the author's that can never run in the sandbox.
 *
 * @module
 */
import type { Diagnostic } from "../../../sandbox/protocol.ts";
import { TaskError } from "../../errors.ts";
import { modulePath } from "../module_path.ts";
import type { CodeFunction } from "./code_function.ts";

/** A function as its author wrote it, and the reasons why it cannot run. */
export interface RefusedCode {
  readonly code: CodeFunction;
  readonly diagnostics: readonly Diagnostic[];
}

/** One reason, with what is missing. */
interface Finding extends RefusedReason {
  readonly place: string;
  readonly text: string;
}

/** What is missing: a name, a name of the host's, or a module. */
interface RefusedReason {
  readonly kind: "name" | "host" | "module" | "package" | "other";
  readonly missing: string;
}

/** The error that names every function, place and reason, and says what to do. */
export function refusedCode(refused: readonly RefusedCode[]): TaskError {
  const names = refused.map(({ code }) => `"${code.name}"`).join(", ");
  const findings = refused.flatMap(({ code, diagnostics }) =>
    diagnostics.map((diagnostic) => findingOf(code, diagnostic))
  );
  const head = `Cannot run ${names} in the sandbox:`;
  const texts = findings.map(({ place, text }) => `${place}: ${text}`);
  return new TaskError(texts.length === 1 ? `${head} ${texts[0]}` : [head, ...texts].join("\n  "), {
    advice: advice(findings).join("\n  "),
  });
}

function findingOf(code: CodeFunction, diagnostic: Diagnostic): Finding {
  const { line, message } = diagnostic;
  const at = code.placeOf(line);
  const place = at === undefined
    ? `line ${line} of its source`
    : `${modulePath(at.file)}:${at.line}`;
  const reason = reasonOf(diagnostic);
  const text = diagnostic.stage === "free-variable"
    ? `${code.name} uses "${reason.missing}", which is not there`
    : message;
  return { ...reason, place, text };
}

function reasonOf({ stage, column, lineText }: Diagnostic): RefusedReason {
  const found = lineText.slice(column - 1);
  if (stage === "free-variable") {
    const missing = /^[\p{ID_Start}$_][\p{ID_Continue}$]*/u.exec(found)?.[0] ?? "it";
    return { kind: missing in globalThis ? "host" : "name", missing };
  }
  if (stage !== "import") return { kind: "other", missing: "" };
  const missing = /^["'](.+?)["']/.exec(found)?.[1] ?? "";
  if (missing.startsWith("node:")) return { kind: "host", missing };
  return { kind: /^\.{0,2}\//.test(missing) ? "module" : "package", missing };
}

/** One sentence for each kind of reason. */
function advice(findings: readonly RefusedReason[]): string[] {
  const missing = (kind: RefusedReason["kind"]) => [
    ...new Set(findings.flatMap((finding) => finding.kind === kind ? [finding.missing] : [])),
  ];
  const [names, host, modules, packages] = (["name", "host", "module", "package"] as const)
    .map((kind) => missing(kind));
  return [
    ...names?.length
      ? [`Put ${names.join(", ")} inside the function, or declare uses: { ${names.join(", ")} }.`]
      : [],
    ...host?.length
      ? [
        `The sandbox has no network, files, timers or process. Give what needs ${
          host.join(", ")
        } as a tool, ` +
        "a function that runs outside: uses: { tool }.",
      ]
      : [],
    ...modules?.length ? [`Declare what comes from ${quoted(modules)} in uses: { … }.`] : [],
    ...packages?.length
      ? [`Allow ${quoted(packages)}: libraries: { "${packages[0]}": "${packages[0]}" }.`]
      : [],
    ...missing("other").length > 0
      ? ["The sandbox runs TypeScript that needs only its arguments and its uses."]
      : [],
  ];
}

function quoted(texts: readonly string[]): string {
  return texts.map((text) => `"${text}"`).join(", ");
}
