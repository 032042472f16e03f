/**
 * Makes the proposals of one step differ: by temperature, by what each is shown, and by a synthesis of the others.
 *
 * The trainer measures them and chooses (after OpenTrace's OptoPrimeMulti, which lets a model choose).
 *
 * @module
 */
import { shortText } from "../cut_text.ts";
import { UsageError } from "../errors.ts";
import type { ModelMessage } from "../model/language_model.ts";
import type { Proposal } from "../problem/proposal.ts";

/**
 * How the proposals of a step differ. `temperature`: evenly from 0 to the set one. `views`: the second is not shown the
 * history, the third another run first, the fourth no trace, and so on. `synthesis`: the last one is shown the others.
 */
export type Variety = "temperature" | "views" | "synthesis";

/** The kinds of variety. */
export const varieties: readonly Variety[] = ["temperature", "views", "synthesis"];

/** The place of a proposal in its step. */
export interface ProposalPlace {
  /** From 0. */
  readonly number: number;
  /** Number of proposals that are asked for. */
  readonly count: number;
}

/** What a request shows. */
export interface PromptView {
  /** Whether a trace is shown, if there is one. */
  readonly hasTrace: boolean;
  readonly hasHistory: boolean;
  /** Number of the run that is shown first, the worst being 0. */
  readonly firstRun: number;
}

/** Shows all. */
export const wholeView: PromptView = { hasTrace: true, hasHistory: true, firstRun: 0 };

const plainViews: readonly PromptView[] = [wholeView, { ...wholeView, hasHistory: false }];
const traceViews: readonly PromptView[] = [
  ...plainViews,
  { ...wholeView, firstRun: 1 },
  { ...wholeView, hasTrace: false },
];

/** What the request for a proposal shows: one of few views. */
export function viewOf(
  { number }: Pick<ProposalPlace, "number">,
  { variety, hasTrace }: { readonly variety: readonly Variety[]; readonly hasTrace: boolean },
): PromptView {
  if (!variety.includes("views")) return wholeView;
  const views = hasTrace ? traceViews : plainViews;
  return views[number % views.length]!; // a place of the list
}

/** The temperature of the request for a proposal. @param temperature the set one; undefined for the model's own */
export function temperatureOf(
  { number, count }: ProposalPlace,
  { variety, temperature }: {
    readonly variety: readonly Variety[];
    readonly temperature: number | undefined;
  },
): number | undefined {
  if (!variety.includes("temperature") || count === 1) return temperature;
  return Number(((temperature ?? 1) * number / (count - 1)).toFixed(2));
}

/** Maximum characters of one proposal in the request for a synthesis. */
const maxShown = 8_000;

/**
 * What asks for a synthesis behind the problem: one message, none where nothing was suggested.
 *
 * @param proposals those of the step so far
 */
export function synthesisMessages(proposals: readonly Proposal[]): readonly ModelMessage[] {
  const texts = proposals.flatMap((proposal) => {
    const { kind, text } = proposal;
    return kind === "suggestion" && text !== undefined ? [shortText(text.trim(), maxShown)] : [];
  });
  if (texts.length === 0) return [];
  const shown = texts.map((text, at) => `Proposal ${at + 1}:\n${text}`).join("\n\n");
  return [{
    role: "user",
    content:
      `These were proposed independently of each other; none has been tried:\n\n${shown}\n\nWeigh them against the problem. \
Write one answer, in the same form, that joins what is right in them and leaves out their mistakes.`,
  }];
}

/**
 * The kinds of variety in a text, with commas between them.
 *
 * @throws {UsageError} when a name is unknown
 */
export function varietyIn(text: string): readonly Variety[] {
  return knownVariety(text.split(",").map((name) => name.trim()));
}

/** @throws {UsageError} when a name is unknown */
export function knownVariety(names: readonly string[]): readonly Variety[] {
  return names.map((name) => {
    const known = varieties.find((each) => each === name);
    if (known !== undefined) return known;
    throw new UsageError(
      `Cannot vary proposals by "${name}": received none of ${varieties.join(", ")}`,
      { advice: "Name one or more of them." },
    );
  });
}
