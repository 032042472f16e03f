/**
 * Asks a child process for variations of code.
 *
 * @module
 */
import { Service } from "../../code/child/service.ts";
import { RecentMap } from "../../code/recent_map.ts";
import type { CodeVariant, MutationRequest } from "../code/mutate_code.ts";

/** Processor time of one request; usual ones take a few milliseconds. */
const limitMs = 3_000;

const main = import.meta.resolve("../code/main.ts");

// Never called: the import lists the child's modules in the module graph, so that they are loaded, locked and cached
// with this one.
const _modulesOfTheChild = (): Promise<unknown> => import("../code/main.ts");

/** The child process; it starts at the first request. */
export const codeVarier = new Service({ name: "the search on code", main, limitMs });

/** Requests in a row that were too much for a child, by source; one of two sources may be innocent. */
const strikes = new RecentMap<string, number>(64);

/** After as many a source is not tried again. */
const maxStrikes = 2;

/**
 * Variations of a piece of code, as `mutateCode` makes them; none when the code or the partner does not parse, or takes
 * too much time or memory.
 *
 * @throws {SandboxError} when the child process cannot be started
 */
export async function varyCode(request: MutationRequest): Promise<readonly CodeVariant[]> {
  const { source, partner, maxLength } = request;
  const both = [source, partner];
  if (both.some((text) => (strikes.get(text) ?? 0) >= maxStrikes)) return [];
  const reply = await codeVarier.ask("mutate", request);
  const isTooMuch = reply.kind === "overdue" || reply.kind === "crashed";
  for (const text of new Set(both)) {
    if (isTooMuch) strikes.set(text, (strikes.get(text) ?? 0) + 1);
    else strikes.delete(text);
  }
  return reply.kind === "answered" ? variantsOf(reply.value, maxLength) : [];
}

/** The child has read untrusted source, so its answer is checked. */
function variantsOf(claim: unknown, maxLength: number): readonly CodeVariant[] {
  if (!Array.isArray(claim)) return [];
  return claim.flatMap((variant) => {
    const { source, steps } = Object(variant) as Record<string, unknown>; // each is checked below
    const isVariant = typeof source === "string" && source.length <= maxLength &&
      Array.isArray(steps) && steps.every((step) => typeof step === "string");
    return isVariant ? [{ source, steps }] : [];
  });
}
