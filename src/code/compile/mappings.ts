/**
 * Adjusts the mappings of a source map to inserted text; the only importer of @jridgewell/sourcemap-codec.
 *
 * @module
 */
import { decode, encode, type SourceMapSegment } from "@jridgewell/sourcemap-codec";
import type { Splice } from "../splice.ts";
import { LineTable } from "../text_place.ts";

/**
 * The mappings after insertions into generated code.
 *
 * @param code the code before the insertions
 * @param insertions text without line ends, each with an empty range
 */
export function mappingsAfter(
  mappings: string,
  code: string,
  insertions: readonly Splice[],
): string {
  const lines = new LineTable(code);
  const byLine = new Map<number, { column: number; length: number }[]>();
  for (const { start, text } of insertions.toSorted((a, b) => a.start - b.start)) {
    const { line, column } = lines.placeAt(start);
    const onLine = byLine.get(line) ?? [];
    onLine.push({ column: column - 1, length: text.length });
    byLine.set(line, onLine);
  }
  return encode(
    decode(mappings).map((segments, index) => {
      const inserted = byLine.get(index + 1);
      return inserted ? shifted(segments, inserted) : segments;
    }),
  );
}

/** Both lists are sorted by column. */
function shifted(
  segments: readonly SourceMapSegment[],
  inserted: readonly { readonly column: number; readonly length: number }[],
): SourceMapSegment[] {
  let next = 0;
  let shift = 0;
  return segments.map((segment) => {
    for (; (inserted[next]?.column ?? Infinity) <= segment[0]; next++) {
      shift += inserted[next]?.length ?? 0;
    }
    return withColumn(segment, segment[0] + shift);
  });
}

function withColumn(segment: SourceMapSegment, column: number): SourceMapSegment {
  switch (segment.length) {
    case 1:
      return [column];
    case 4:
      return [column, segment[1], segment[2], segment[3]];
    case 5:
      return [column, segment[1], segment[2], segment[3], segment[4]];
  }
}
