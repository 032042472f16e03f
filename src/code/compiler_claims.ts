/**
 * Checks what the compiler's process answers: it has read untrusted source.
 *
 * @module
 */
import { isRecord } from "../record.ts";
import type { Diagnostic, SourcePosition, Stage } from "../../sandbox/protocol.ts";
import { quotedLine } from "./text_place.ts";
import {
  type AdoptedSource,
  type InlinedModule,
  maxSourceChars,
  type RefusedUnit,
  type UnitCompilation,
} from "./compiler.ts";

/** Most diagnostics of a refusal. */
const maxDiagnostics = 20;

/** A message may quote a name, which may be as long as the source. */
const maxMessageChars = 2_000;

const stages: ReadonlySet<unknown> = new Set<Stage>([
  "syntax",
  "entry",
  "signature",
  "import",
  "free-variable",
  "forbidden",
  "type",
]);

/** The outcome for a unit; `undefined` for another shape. */
export function unitClaim(claim: unknown): UnitCompilation | undefined {
  if (!isRecord(claim)) return undefined;
  const { kind, code, exports, mappings } = claim;
  if (kind === "refused") return refusalClaim(claim);
  const entryPlace = placeClaim(claim.entryPlace);
  const isCompiled = kind === "compiled" && typeof code === "string" && isTexts(exports) &&
    (typeof mappings === "string" || mappings === undefined) && entryPlace !== undefined;
  if (!isCompiled) return undefined;
  return { kind, code, exports, ...(mappings === undefined ? {} : { mappings }), entryPlace };
}

/** The statements of a module; `undefined` for another shape. */
export function inlinedClaim(claim: unknown): InlinedModule | undefined {
  if (!isRecord(claim)) return undefined;
  const { kind, text, imports, names } = claim;
  if (kind === "refused") return refusalClaim(claim);
  if (kind !== "inlined" || typeof text !== "string" || !Array.isArray(imports)) return undefined;
  if (!isRecord(names) || !isTexts(Object.values(names))) return undefined;
  const parts = imports.map(importClaim).filter((part) => part !== undefined);
  if (parts.length !== imports.length) return undefined;
  return {
    kind,
    text,
    imports: parts,
    names: names as Record<string, string>, // as: checked above
  };
}

/** An adopted source; `undefined` for another shape. */
export function adoptedClaim(claim: unknown): AdoptedSource | undefined {
  if (!isRecord(claim)) return undefined;
  const { source, isSame } = claim;
  const isAdopted = typeof source === "string" && source.length <= maxSourceChars &&
    typeof isSame === "boolean";
  return isAdopted ? { source, isSame } : undefined;
}

function importClaim(claim: unknown) {
  if (!isRecord(claim)) return undefined;
  const { before, specifier, after } = claim;
  const isImport = typeof before === "string" && typeof specifier === "string" &&
    typeof after === "string";
  return isImport ? { before, specifier, after } : undefined;
}

function refusalClaim({ diagnostics }: Record<string, unknown>): RefusedUnit | undefined {
  if (!Array.isArray(diagnostics)) return undefined;
  const known = diagnostics.slice(0, maxDiagnostics).map(diagnosticClaim)
    .filter((diagnostic) => diagnostic !== undefined);
  return known.length > 0 ? { kind: "refused", diagnostics: known } : undefined;
}

function diagnosticClaim(claim: unknown): Diagnostic | undefined {
  const place = placeClaim(claim);
  if (place === undefined || !isRecord(claim)) return undefined;
  const { stage, message } = claim;
  if (!stages.has(stage) || typeof message !== "string") return undefined;
  return { ...place, stage: stage as Stage, message: message.slice(0, maxMessageChars) }; // as: one of the set
}

function placeClaim(claim: unknown): SourcePosition | undefined {
  if (!isRecord(claim)) return undefined;
  const { line, column, lineText } = claim;
  const isPlace = Number.isSafeInteger(line) && Number.isSafeInteger(column) &&
    typeof lineText === "string";
  if (!isPlace) return undefined;
  return { line: Number(line), column: Number(column), lineText: quotedLine(lineText) };
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
