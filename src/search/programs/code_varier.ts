/**
 * Asks a child process for variations of code, and for facts about it.
 *
 * @module
 */
import { Service } from "../../code/child/service.ts";
import { RecentMap } from "../../code/recent_map.ts";
import type { CodeFacts } from "../code/facts/code_facts.ts";
import type { ExtensionRequest } from "../code/extend_code.ts";
import type { Calls } from "../code/grow/observed.ts";
import type { CodeVariant, MutationJob, MutationRequest } from "../code/mutate_code.ts";
import type { NumberedCode, NumberedCodes, NumberedRequest } from "../code/numbered_code.ts";
import type { RenumberedCode, Renumbering } from "../code/renumber_code.ts";
import type { Summing } from "../code/sum_code.ts";
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
 * take too much time or memory.
 *
 * @throws {SandboxError} when the child process cannot be started
 */
export async function varyCode(
  jobs: readonly VariationJob[],
): Promise<readonly (CodeVariant | null)[]> {
  const claims = await claimsOf({ name: "mutate", textsOf, messageOf }, jobs);
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
export function extensionsOf(request: ExtensionRequest): Promise<NumberedCodes> {
  return numbered("extend", request);
}

/**
 * The code after some of its repairs, as `repairCode` of the child makes it; none where that takes too much time or memory.
 *
 * @throws {SandboxError} when the child process cannot be started
 */
export function repairsOf(request: NumberedRequest): Promise<NumberedCodes> {
  return numbered("repair", request);
}

async function numbered(name: string, request: NumberedRequest): Promise<NumberedCodes> {
  const { source, from, most, maxLength } = request;
  const claim = isAllowed(source) ? await answerTo(name, request, [source]) : undefined;
  const { found, next } = Object(claim) as Record<string, unknown>; // each is checked below
  const codes = (Array.isArray(found) ? found : [])
    .flatMap((one) => numberedCode(one, maxLength) ?? [])
    .filter(({ number }) => number >= from && number < from + most);
  for (const { source, facts } of codes) knownFacts.set(source, { facts });
  return { found: codes, next: next === from + most ? next : null };
}

/**
 * The free numbers of sources, in order, as `numbersOfCode` of the child reads them; null for one that does not parse, or takes
 * too much time or memory.
 *
 * @throws {SandboxError} when the child process cannot be started
 */
export async function codeNumbers(
  sources: readonly string[],
): Promise<readonly (readonly number[] | null)[]> {
  const claims = await claimsOf(ofSources("numbers"), sources);
  return claims.map((claim) => Array.isArray(claim) && claim.every(Number.isFinite) ? claim : null);
}

/**
 * The sources with other numbers, in order, as `renumberCode` of the child makes them; null for one that cannot be made, or takes
 * too much time or memory.
 *
 * @throws {SandboxError} when the child process cannot be started
 */
export async function renumbered(
  wishes: readonly Renumbering[],
  maxLength: number,
): Promise<readonly (RenumberedCode | null)[]> {
  return await rewritten("renumber", wishes, maxLength);
}

/**
 * The sources with other terms, in order, as `sumCode` of the child makes them; null for one that cannot be made, or takes too much
 * time or memory.
 *
 * @throws {SandboxError} when the child process cannot be started
 */
export async function summed(
  wishes: readonly Summing[],
  maxLength: number,
): Promise<readonly (RenumberedCode | null)[]> {
  return await rewritten("sum", wishes, maxLength);
}

async function rewritten<Wish extends { readonly source: string }>(
  name: string,
  wishes: readonly Wish[],
  maxLength: number,
): Promise<readonly (RenumberedCode | null)[]> {
  const question: Question<Wish> = {
    name,
    textsOf: ({ source }) => [source],
    messageOf: (wishes) => wishes,
  };
  const claims = await claimsOf(question, wishes);
  return claims.map((claim) => {
    const { source, facts } = Object(claim) as Record<string, unknown>; // each is checked below
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
  const claims = await claimsOf(ofSources("describe"), sources);
  sources.forEach((source, place) =>
    knownFacts.set(source, { facts: factsIn(claims[place]) ?? null })
  );
}

/** What is asked of the child about several items at once. */
interface Question<Item> {
  readonly name: string;
  /** The code that the child reads for an item. */
  readonly textsOf: (item: Item) => readonly string[];
  readonly messageOf: (items: readonly Item[]) => unknown;
}

function ofSources(name: string): Question<string> {
  return { name, textsOf: (source) => [source], messageOf: (sources) => sources };
}

/**
 * What the child claims of each item, in order; undefined for one whose code takes too much time or memory. All go in one message;
 * when they are too much together, each goes alone.
 */
async function claimsOf<Item>(
  question: Question<Item>,
  items: readonly Item[],
): Promise<readonly unknown[]> {
  const allowed = items.map((item) => question.textsOf(item).every(isAllowed));
  const claims = await claimsTogether(question, items.filter((_, place) => allowed[place]));
  let asked = 0;
  return items.map((_, place) => allowed[place] ? claims[asked++] : undefined);
}

async function claimsTogether<Item>(
  question: Question<Item>,
  items: readonly Item[],
): Promise<readonly unknown[]> {
  if (items.length === 0) return [];
  const { name, textsOf, messageOf } = question;
  const answer = await answerTo(name, messageOf(items), items.flatMap(textsOf));
  if (answer !== undefined) return Array.isArray(answer) ? answer : [];
  if (items.length === 1) return [];
  const claims: unknown[] = [];
  for (const item of items) claims.push((await claimsOf(question, [item]))[0]);
  return claims;
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

/** The child has read untrusted source, so its answers are checked. */
function variantOf(claim: unknown, maxLength: number): CodeVariant | null {
  const { source, steps, facts } = Object(claim) as Record<string, unknown>; // each is checked below
  const known = factsIn(facts);
  const isVariant = typeof source === "string" && source.length <= maxLength &&
    Array.isArray(steps) && steps.every(isOperatorName) && known !== undefined;
  return isVariant ? { source, steps, facts: known } : null;
}

function numberedCode(claim: unknown, maxLength: number): NumberedCode | undefined {
  const { source, number, facts } = Object(claim) as Record<string, unknown>; // each is checked below
  const known = factsIn(facts);
  const isCode = typeof source === "string" && source.length <= maxLength &&
    Number.isSafeInteger(number) && known !== undefined;
  return isCode ? { source, number: Number(number), facts: known } : undefined;
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
