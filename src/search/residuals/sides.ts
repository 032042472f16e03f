/**
 * Finds what tells how far an output is from right, and on which side: a measure and signs for the phrases of the feedback, chosen
 * so that the distance becomes a line in the numbers of the candidates.
 *
 * "Too high" and "too low" are not understood, nor need they be: a distance whose sign differs for two phrases passes through 0,
 * and so can be predicted, where the distance alone has an edge.
 *
 * @module
 */
import { fittedSides } from "./fitted_sides.ts";
import { distanceMeasures, type Measure, rightMeasure, toldMeasures } from "./measures.ts";
import type { ExampleObservations } from "./neighbourhood.ts";
import type { Observation } from "./observations.ts";
import { lineThrough, type Residual, shareOf } from "./residual.ts";

/** Share that is predicted at least; more where no phrase tells the side, because with sides of one's own choice much becomes a line. */
const leastShare = 0.3;
const leastFitted = 0.9;

/** Share of the surest residual that another one must have. */
const leastBeside = 0.5;

/** Most forms of a phrase that get signs, and most signs of all phrases: those with few forms come first. */
const mostForms = 6;
const mostSigns = 64;

/** The residuals to use: for each phrase the surest that reads it, otherwise the surest of all; the surest first. */
export function residualsIn(examples: readonly ExampleObservations[]): readonly Residual[] {
  const byExample = examples.map(({ observations }) => observations);
  const told = toldMeasures(byExample);
  const signs = signsOf(byExample.flat());
  const found = [...told, ...distanceMeasures, rightMeasure].flatMap((measure) =>
    measure.isSigned
      ? [residualOf(examples, measure)]
      : signs.map((each) => residualOf(examples, measure, each))
  ).filter(({ share, of }) => share >= leastShare && passesZero(byExample, of));
  const isFound = found.some(({ share }) => share >= leastFitted);
  const fitted = (isFound ? [] : distanceMeasures)
    .flatMap((measure) => fittedSides(examples, measure) ?? [])
    .filter(({ share }) => share >= leastFitted);
  const best = [...Map.groupBy([...found, ...fitted], ({ phrase }) => phrase).values()]
    .map((all) => all.reduce((one, other) => other.share > one.share ? other : one))
    .sort((one, other) => other.share - one.share);
  const [first] = best;
  return best.filter(({ phrase, share }) =>
    first?.phrase === null
      ? phrase === null
      : phrase !== null && share >= leastBeside * (first?.share ?? 0)
  );
}

/** A sign for each form of the phrases with one number. */
interface Signs {
  readonly phrase: number;
  readonly byForm: ReadonlyMap<string, number>;
}

/** For each phrase all signs that are not the same for all forms; none where there are too many forms. */
function signsOf(observations: readonly Observation[]): readonly Signs[] {
  const wrong = observations.filter(({ missing }) => missing > 0);
  const count = Math.max(0, ...wrong.map(({ phrases }) => phrases.length));
  return Array.from({ length: count }, (_, phrase) => {
    const forms = [...new Set(wrong.map((each) => formOf(each, phrase)))].sort();
    if (forms.length > mostForms) return [];
    // Bits of a number are the signs. The last form is always positive, because the other way around tells the same.
    return Array.from({ length: 2 ** (forms.length - 1) - 1 }, (_, way) => ({
      phrase,
      byForm: new Map(forms.map((form, at) => [form, (way + 1) >> at & 1 ? -1 : 1])),
    }));
  }).sort((one, other) => one.length - other.length).flat().slice(0, mostSigns);
}

function formOf({ phrases }: Observation, phrase: number): string {
  return phrases[phrase]?.form ?? "";
}

/** Share of the wrong outputs on the rarer side at least: otherwise 0 may lie where no candidate can be. */
const leastOnASide = 0.05;

/** Whether candidates were seen on both sides of 0. */
function passesZero(
  byExample: readonly (readonly Observation[])[],
  of: Residual["of"],
): boolean {
  const wrong = byExample.flat().map(of).filter((residual) => residual !== null && residual !== 0);
  const above = wrong.filter((residual) => residual! > 0).length; // !: filtered
  return Math.min(above, wrong.length - above) >= leastOnASide * wrong.length;
}

/** A measure with signs as a residual. Where too little of it is known on some example it predicts nothing. */
function residualOf(
  examples: readonly ExampleObservations[],
  measure: Measure,
  signs?: Signs,
): Residual {
  const of = (observation: Observation) => {
    const distance = measure.of(observation);
    const sign = signs?.byForm.get(formOf(observation, signs.phrase)) ?? 1;
    return distance === null ? null : sign * distance;
  };
  const fits = examples.map((example) => lineThrough(example, of));
  const error = fits.reduce((sum, fit) => sum + (fit?.error ?? NaN), 0);
  const variation = fits.reduce((sum, fit) => sum + (fit?.variation ?? NaN), 0);
  return { phrase: signs?.phrase ?? measure.phrase, of, share: shareOf(error, variation) };
}
