/**
 * Probes by source that is never run: it attacks the process that reads it.
 *
 * @module
 */
import { ChildCompiler } from "../../child_compiler.ts";
import type { SecurityProbe } from "./probe.ts";
import type { EscapeProbeEnd } from "./run_escape_probe.ts";

/** Processor time of one source, in milliseconds: much for honest source, little for a probe. */
const limitMs = 1_000;

function probe(name: string, source: string): SecurityProbe {
  const expected = "refusal";
  return { name, layer: "compiler", expected, kinds: ["refused"], pattern: /^held$/, source };
}

const doubled = Array.from({ length: 40 }, (_, at) => `, a${at + 1} = a${at} + a${at}`).join("");

/** All compiler probes, in display order. */
export const compilerProbes: readonly SecurityProbe[] = [
  probe("a source that fills the memory is refused", `enum E { a0 = "xx"${doubled} }`),
  probe("a source that is read without end is refused", `const f = ${"a?(b):c=>".repeat(40)}1;`),
  probe("a source nested without end is refused", "[(".repeat(50_000)),
  probe("a source above the size limit is refused", `const text = "${"x".repeat(300_000)}";`),
];

/** Compiles the source beside an honest one, which must not notice. */
export async function runCompilerProbe({ source }: SecurityProbe): Promise<EscapeProbeEnd> {
  await using compiler = new ChildCompiler({ limitMs });
  const honest = { source: "export const one: number = 1;" };
  const [first, hostile, last] = await compiler.compile([honest, { source }, {
    source: `${honest.source} `,
  }]);
  const isHonest = first?.kind === "compiled" && last?.kind === "compiled";
  return {
    kind: hostile?.kind ?? "nothing",
    value: isHonest ? "held" : "an honest source beside it was refused",
  };
}
