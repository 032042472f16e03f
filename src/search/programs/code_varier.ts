/**
 * Asks a child process for variations of code, and for facts about it.
 *
 * @module
 */
import { Service } from "../../code/child/service.ts";
import { RecentMap } from "../../code/recent_map.ts";
import type { CodeFacts } from "../code/facts/code_facts.ts";
import type { Extension, ExtensionRequest, Extensions } from "../code/extend_code.ts";
import type { Calls } from "../code/grow/observed.ts";
import type { CodeVariant, MutationJob, MutationRequest } from "../code/mutate_code.ts";
import type { RenumberedCode, Renumbering } from "../code/renumber_code.ts";
import { type OperatorName, operatorNames } from "../code_operators.ts";
import { observableCalls } from "./observable_calls.ts";

/** Processor time of one request; usual ones take a hundred milliseconds. */
const limitMs = 3_000;

/** Sources in one request for facts. */
const perRequest = 100;

const main = import.meta.resolve("../code/main.ts");

// Never called: the import lists the child's modules in the module graph, so that they are loaded, locked and cached
// with this one.
const _modulesOfTheChild = (): Promise<unknown> => import("../code/main.ts");

/** The child process; it starts at the first request. */
export const codeVarier = new Service({ name: "the search on code", main, limitMs });

/** A wish for a variation, with its codes. */
export interface VariationJob extends Omit<MutationJob, "source" | "partner" | "mates" | "inputs"> {
  /** The code that is varied. */
  readonly source: string;
  /** Another good candidate's code, to take parts from. */
  readonly partner: string;
  /** Two other candidates that differ in their numbers alone. @default none are known */
  readonly mates?: readonly [string, string];
  /** Arguments of calls. @default none are known */
  readonly inputs?: Calls;
}

/** Requests in a row that were too much for a child, by source; one of two sources may be innocent. */
const strikes = new RecentMap<string, number>(64);

/** After as many a source is not tried again. */
const maxStrikes = 2;

/** Facts that were told; null for sources that do not parse. */
const knownFacts = new RecentMap<string, { readonly facts: CodeFacts | null }>(8_192);

/**
 * A variation for each job, in order, as `mutateCode` makes them; null for one that its operators cannot make, or whose codes
 * take too much time or memory. All jobs go in one message; when they are too much together, each goes alone.
 *
 * @throws {SandboxError} when the child process cannot be started
 */
export async function varyCode(
  jobs: readonly VariationJob[],
): Promise<readonly (CodeVariant | null)[]> {
  const allowed = jobs.map((job) => textsOf(job).every(isAllowed));
  const asked = jobs.filter((_, place) => allowed[place]);
  const made = (await varied(asked)).values();
  return jobs.map((_, place) => allowed[place] ? made.next().value ?? null : null);
}

async function varied(jobs: readonly VariationJob[]): Promise<readonly (CodeVariant | null)[]> {
  if (jobs.length === 0) return [];
  const claims = await answers("mutate", messageOf(jobs), jobs.flatMap(textsOf));
  if (claims === undefined) {
    return jobs.length === 1 ? [null] : (await inTurn(jobs, (job) => varyCode([job]))).flat();
  }
  return jobs.map(({ maxLength }, place) => {
    const variant = variantOf(claims[place], maxLength);
    if (variant !== null) knownFacts.set(variant.source, variant);
    return variant;
  });
}

/**
 * Some of the code that is one operation larger, as `extendCode` of the child makes it; none where that takes too much time or
 * memory.
 *
 * @throws {SandboxError} when the child process cannot be started
 */
export async function extensionsOf(request: ExtensionRequest): Promise<Extensions> {
  const { source, from, most, maxLength } = request;
  const claim = isAllowed(source) ? await answerTo("extend", request, [source]) : undefined;
  const { found, next } = Object(claim) as Record<string, unknown>; // each is checked below
  const extensions = (Array.isArray(found) ? found : [])
    .flatMap((one) => extensionOf(one, maxLength) ?? [])
    .filter(({ number }) => number >= from && number < from + most);
  for (const { source, facts } of extensions) knownFacts.set(source, { facts });
  return { found: extensions, next: next === from + most ? next : null };
}

/**
 * The numbers of sources that may take any value, in order; null for one that does not parse, or all where that takes too much
 * time or memory.
 *
 * @throws {SandboxError} when the child process cannot be started
 */
export async function codeNumbers(
  sources: readonly string[],
): Promise<readonly (readonly number[] | null)[]> {
  const claims = sources.every(isAllowed) ? await answers("numbers", sources, sources) : undefined;
  return sources.map((_, place) => {
    const claim = claims?.[place];
    return Array.isArray(claim) && claim.every(Number.isFinite) ? claim : null;
  });
}

/**
 * The sources with other numbers, in order; null for one that cannot be made, or all where that takes too much time or memory.
 *
 * @throws {SandboxError} when the child process cannot be started
 */
export async function renumbered(
  wishes: readonly Renumbering[],
  maxLength: number,
): Promise<readonly (RenumberedCode | null)[]> {
  const sources = wishes.map(({ source }) => source);
  const claims = sources.every(isAllowed) ? await answers("renumber", wishes, sources) : undefined;
  return wishes.map((_, place) => {
    const { source, facts } = Object(claims?.[place]) as Record<string, unknown>; // each is checked below
    const known = factsIn(facts);
    if (typeof source !== "string" || source.length > maxLength || !known) return null;
    knownFacts.set(source, { facts: known });
    return { source, facts: known };
  });
}

/**
 * Facts about sources, in order; null for one that does not parse, or takes too much time or memory.
 *
 * @throws {SandboxError} when the child process cannot be started
 */
export async function codeFacts(
  sources: readonly string[],
): Promise<readonly (CodeFacts | null)[]> {
  const unknown = [...new Set(sources)].filter((source) => !knownFacts.peek(source));
  for (let start = 0; start < unknown.length; start += perRequest) {
    await learn(unknown.slice(start, start + perRequest));
  }
  return sources.map((source) => knownFacts.peek(source)?.facts ?? null);
}

/** Facts that `codeFacts` or `varyCode` found before; `undefined` where they found none. */
export function factsOf(source: string): CodeFacts | undefined {
  return knownFacts.peek(source)?.facts ?? undefined;
}

async function learn(sources: readonly string[]): Promise<void> {
  const asked = sources.filter(isAllowed);
  const claims = asked.length === 0 ? [] : await answers("describe", asked, asked);
  if (claims === undefined && asked.length > 1) {
    await inTurn(asked, (source) => learn([source]));
    return;
  }
  asked.forEach((source, place) =>
    knownFacts.set(source, { facts: factsIn(claims?.[place]) ?? null })
  );
}

/** The list that the child answers; `undefined` where the request was too much for it. */
async function answers(
  name: string,
  argument: unknown,
  texts: readonly string[],
): Promise<readonly unknown[] | undefined> {
  const answer = await answerTo(name, argument, texts);
  return answer === undefined ? undefined : Array.isArray(answer) ? answer : [];
}

/** What the child answers, null for an error; `undefined` where the request was too much for it. */
async function answerTo(
  name: string,
  argument: unknown,
  texts: readonly string[],
): Promise<unknown> {
  const reply = await codeVarier.ask(name, argument);
  const isTooMuch = reply.kind === "overdue" || reply.kind === "crashed";
  const different = new Set(texts);
  if (isTooMuch && different.size > 4) return undefined; // too many to blame
  for (const text of different) {
    if (isTooMuch) strikes.set(text, (strikes.get(text) ?? 0) + 1);
    else strikes.delete(text);
  }
  if (isTooMuch) return undefined;
  return reply.kind === "answered" ? reply.value ?? null : null;
}

function messageOf(jobs: readonly VariationJob[]): MutationRequest {
  const inputs = [...new Set(jobs.flatMap(({ inputs }) => inputs ? [inputs] : []))];
  const sources = [...new Set(jobs.flatMap(textsOf))];
  const places = new Map(sources.map((source, place) => [source, place]));
  const placeOf = (source: string): number => places.get(source) ?? 0;
  return {
    sources,
    inputs: inputs.map(observableCalls),
    jobs: jobs.map(({ source, partner, mates, inputs: own, ...rest }): MutationJob => ({
      ...rest,
      source: placeOf(source),
      partner: placeOf(partner),
      ...own ? { inputs: inputs.indexOf(own) } : {},
      ...mates ? { mates: [placeOf(mates[0]), placeOf(mates[1])] } : {},
    })),
  };
}

function textsOf({ source, partner, mates = [source, source] }: VariationJob): readonly string[] {
  return [source, partner, ...mates];
}

function isAllowed(source: string): boolean {
  return (strikes.peek(source) ?? 0) < maxStrikes;
}

async function inTurn<Item, Result>(
  items: readonly Item[],
  act: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const item of items) results.push(await act(item));
  return results;
}

/** The child has read untrusted source, so its answers are checked. */
function variantOf(claim: unknown, maxLength: number): CodeVariant | null {
  const { source, steps, facts } = Object(claim) as Record<string, unknown>; // each is checked below
  const known = factsIn(facts);
  const isVariant = typeof source === "string" && source.length <= maxLength &&
    Array.isArray(steps) && steps.every(isOperatorName) && known !== undefined;
  return isVariant ? { source, steps, facts: known } : null;
}

function extensionOf(claim: unknown, maxLength: number): Extension | undefined {
  const { source, number, facts } = Object(claim) as Record<string, unknown>; // each is checked below
  const known = factsIn(facts);
  const isExtension = typeof source === "string" && source.length <= maxLength &&
    Number.isSafeInteger(number) && known !== undefined;
  return isExtension ? { source, number: Number(number), facts: known } : undefined;
}

function factsIn(claim: unknown): CodeFacts | undefined {
  const { behaviour, form, size } = Object(claim) as Record<string, unknown>; // each is checked below
  const areFacts = isHash(behaviour) && isHash(form) && Number.isSafeInteger(size);
  return areFacts ? { behaviour, form, size: Number(size) } : undefined;
}

function isHash(value: unknown): value is string {
  return typeof value === "string" && value.length <= 16;
}

function isOperatorName(value: unknown): value is OperatorName {
  return operatorNames.some((name) => name === value);
}
