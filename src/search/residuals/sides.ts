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
import { fitLine } from "./linear_fit.ts";
import { distanceMeasures, type Measure, rightMeasure, toldMeasures } from "./measures.ts";
import type { ExampleObservations } from "./neighbourhood.ts";
import type { Observation } from "./observations.ts";
import { type Residual, shareOf } from "./residual.ts";

/** Share that is predicted at least; more where no phrase tells the side, because with sides of one's own choice much becomes a line. */
const leastShare = 0.3;
const leastFitted = 0.9;

/** Most forms of a phrase that get signs. */
const mostForms = 6;

/** The residuals to use: for each place of a phrase the surest that reads it, otherwise the surest of all; the surest first. */
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
  const best = [...Map.groupBy([...found, ...fitted], ({ place }) => place).values()]
    .map((all) => all.reduce((one, other) => other.share > one.share ? other : one))
    .sort((one, other) => other.share - one.share);
  return best[0]?.place === null ? best.slice(0, 1) : best.filter(({ place }) => place !== null);
}

/** A sign for each form of the phrases at one place. */
interface Signs {
  readonly place: number;
  readonly byForm: ReadonlyMap<string, number>;
}

/** For each place of a phrase all signs that are not the same for all forms; none where there are too many forms. */
function signsOf(observations: readonly Observation[]): readonly Signs[] {
  const wrong = observations.filter(({ missing }) => missing > 0);
  const places = Math.max(0, ...wrong.map(({ phrases }) => phrases.length));
  return Array.from({ length: places }, (_, place) => {
    const forms = [...new Set(wrong.map((each) => formAt(each, place)))].sort();
    if (forms.length > mostForms) return [];
    // Bits of a number are the signs. The last form is always positive, because the other way around tells the same.
    return Array.from({ length: 2 ** (forms.length - 1) - 1 }, (_, way) => ({
      place,
      byForm: new Map(forms.map((form, at) => [form, (way + 1) >> at & 1 ? -1 : 1])),
    }));
  }).flat();
}

function formAt({ phrases }: Observation, place: number): string {
  return phrases[place]?.form ?? "";
}

/** Share of the wrong outputs on the rarer side at least: otherwise 0 may lie where no candidate can be. */
const leastOnASide = 0.05;

/** Whether candidates were seen on both sides of 0. */
function passesZero(
  byExample: readonly (readonly Observation[])[],
  of: Residual["of"],
): boolean {
  const wrong = byExample.flat().map(of).filter((residual) => residual !== 0);
  const above = wrong.filter((residual) => residual > 0).length;
  return Math.min(above, wrong.length - above) >= leastOnASide * wrong.length;
}

/** A measure with signs as a residual. Where some observation has no such number it predicts nothing. */
function residualOf(
  examples: readonly ExampleObservations[],
  measure: Measure,
  signs?: Signs,
): Residual {
  const of = (observation: Observation) => {
    const sign = signs?.byForm.get(formAt(observation, signs.place)) ?? 1;
    return sign * (measure.of(observation) ?? NaN);
  };
  let [error, variation] = [0, 0];
  for (const { design, observations } of examples) {
    const fit = fitLine(design, observations.map(of));
    error += fit.error;
    variation += fit.variation;
  }
  return { place: signs?.place ?? measure.place, of, share: shareOf(error, variation) };
}
