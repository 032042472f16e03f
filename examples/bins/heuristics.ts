/**
 * Heuristics that people and programs found, as code of `priority`. The oldest of equal bins is taken.
 *
 * @module
 */

/** Any bin is as good: the oldest with room. */
export const firstFit = "function priority(item: number, room: number): number { return 0; }";

/** The tightest bin; the start of the tasks. */
export const bestFit =
  "function priority(item: number, room: number): number { return item - room; }";

/**
 * Written from the description of what FunSearch found (Romera-Paredes and others 2023): the fullest bin only when the item fits
 * very tightly, else one that keeps more room, so that no gap is left that is hardly ever filled. Its own functions differ.
 *
 * @param limits the largest gap that counts as tight, and the least room that is worth keeping
 */
export function tightOrSpacious({ gap, spare }: {
  readonly gap: number;
  readonly spare: number;
}): string {
  return `function priority(item: number, room: number): number {
  const rest = room - item;
  if (rest <= ${gap}) return 1000 - rest;
  return rest >= ${spare} ? -rest : -1000 - rest;
}`;
}
