/**
 * The search without a language model.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { searchProposer } from "@opto/opto/search";
 *
 * assertEquals(searchProposer().name, "search");
 * ```
 *
 * @module
 */
import "./install_host_services.ts";

export type { Account } from "../problem/allocation.ts";
export type { ArmMemory, SearchMemory } from "../search/portfolio.ts";
export { type SearchOptions, searchProposer } from "../search/search_proposer.ts";
