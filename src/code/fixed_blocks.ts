/**
 * Finds the lines of a source that are marked as fixed.
 *
 * @module
 */

/** Lines that must not change. */
export interface FixedBlock {
  /** The name in its marker, or its number. */
  readonly name: string;
  readonly lines: readonly string[];
  /** Line number of the first, from 1. */
  readonly line: number;
}

/** A marker up to its name. The name is read without a pattern: blanks around it would take quadratic time. */
const marker = /^\s*(?:\/\/|\/\*|#)\s*(EVOLVE|FIXED)-BLOCK-(START|END)\b/;

/** A line that marks the edge of a block. */
interface Marker {
  readonly kind: string;
  readonly edge: string;
  readonly name: string;
}

/** Maximum characters of a block's name. */
const maxNameLength = 100;

function markerIn(line: string): Marker | undefined {
  const [head = "", kind = "", edge = ""] = marker.exec(line) ?? [];
  if (head === "") return undefined;
  const name = line.slice(head.length).trim().replace(/\*\/$/, "").trimEnd();
  return { kind, edge, name: name.slice(0, maxNameLength) };
}

/**
 * The fixed blocks of a source, in order. Lines from `// FIXED-BLOCK-START name` to `// FIXED-BLOCK-END` must not
 * change. If a source has `// EVOLVE-BLOCK-START name` and `// EVOLVE-BLOCK-END`, only the lines between them may
 * change; markers are always fixed. Trailing white space is ignored. The evolving blocks are named as in
 * AlphaEvolve (DeepMind, 2025).
 */
export function fixedBlocks(source: string): readonly FixedBlock[] {
  const lines = source.trimEnd().split(/\r?\n/).map((line) => line.trimEnd());
  const markers = new Map(lines.flatMap((line, index) => {
    const found = line.includes("-BLOCK-") ? markerIn(line) : undefined;
    return found === undefined ? [] : [[index, found] as const];
  }));
  if (markers.size === 0) return [];
  const blocks: FixedBlock[] = [];
  let open: { name: string; lines: string[]; line: number } | undefined;
  let isMarked = false;
  let evolving = "";
  const begin = (name: string, line: number) => open ??= { name, lines: [], line };
  const close = () => {
    if (open) blocks.push(open);
    open = undefined;
  };

  if (markers.values().some(({ kind }) => kind === "EVOLVE")) {
    begin("the first EVOLVE-BLOCK and above", 1);
  }
  for (const [index, text] of lines.entries()) {
    const { kind, edge, name } = markers.get(index) ?? {};
    if (kind === "EVOLVE" && edge === "END") {
      begin(`the lines below EVOLVE-BLOCK ${evolving}`.trimEnd(), index + 1);
    }
    if (kind === "FIXED" && edge === "START" && !open) {
      begin(`FIXED-BLOCK ${name || blocks.length + 1}`, index + 1);
      isMarked = true;
    }
    open?.lines.push(text);
    if (kind === "EVOLVE" && edge === "START") {
      evolving = name ?? "";
      close();
    }
    if (kind === "FIXED" && edge === "END" && isMarked) {
      isMarked = false;
      close();
    }
  }
  close();
  return blocks;
}
