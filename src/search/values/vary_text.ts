/**
 * Varies a text by its sentences, since the search writes no new ones.
 *
 * @module
 */
import { drawIndex, pick, type Random } from "../draw.ts";
import type { TextDomain } from "../space/domain.ts";
import { isWithin } from "../space/is_within.ts";
import { type Sentence, sentencesOf } from "./sentences.ts";

/** The sentences that a text may take over. */
export interface TextMaterial {
  readonly domain: TextDomain;
  readonly others: readonly string[];
  readonly random: Random;
}

/**
 * The text with a sentence less, two sentences swapped, or one taken over that it does not have; undefined when none of
 * these gives another text of its domain.
 */
export function varyText(
  text: string,
  { domain, others, random }: TextMaterial,
): string | undefined {
  const own = sentencesOf(text);
  const place = drawIndex(random, Math.max(1, own.length));
  const other = pick(random, own.flatMap((_, other) => other === place ? [] : [other]));
  const fresh = pick(random, others.filter((words) => !text.includes(words)));
  const variants = [
    ...(other === undefined ? [] : [own.toSpliced(place, 1), swapped(own, place, other)]),
    ...(fresh === undefined ? [] : [replaced(own, place, fresh), added(own, place, fresh)]),
  ];
  const end = own.at(-1)?.gap ?? "";
  return pick(
    random,
    variants.map((variant) => written(variant, end))
      .filter((variant) => variant !== text && isWithin(variant, domain)),
  );
}

function replaced(own: readonly Sentence[], place: number, words: string): readonly Sentence[] {
  return own.length === 0
    ? [{ words, gap: "" }]
    : own.map((each, other) => other === place ? { ...each, words } : each);
}

/** A sentence behind another one, with the gap that the text has elsewhere. */
function added(own: readonly Sentence[], place: number, words: string): readonly Sentence[] {
  const before = own[place];
  if (before === undefined) return [{ words, gap: "" }];
  const gap = own.slice(0, -1).findLast((each) => each.gap !== "")?.gap ?? " ";
  const isLast = place === own.length - 1;
  return own.toSpliced(place, 1, isLast ? { ...before, gap } : before, { words, gap: before.gap });
}

/** Two sentences change places; what stands between them stays. */
function swapped(own: readonly Sentence[], one: number, other: number): readonly Sentence[] {
  const words = own.map(({ words }) => words);
  return own.map(({ gap }, place) => ({
    words: words[place === one ? other : place === other ? one : place] ?? "",
    gap,
  }));
}

function written(sentences: readonly Sentence[], end: string): string {
  return sentences.map(({ words, gap }) => words + gap).join("").trimEnd() + end;
}
