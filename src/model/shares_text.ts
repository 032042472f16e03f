/**
 * The calls of each role, as text.
 *
 * @module
 */
import type { RunUsage } from "./spending.ts";

/**
 * `1 optimizer, 14 agent`; undefined where only the optimizer asked, and for a log without shares.
 *
 * @example
 * ```ts
 * import { sharesText } from "./shares_text.ts";
 * import { noUsage } from "./spending.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const agent = { ...noUsage.byRole.agent, calls: 14 };
 * assertEquals(sharesText({ ...noUsage, byRole: { ...noUsage.byRole, agent } }), "14 agent");
 * ```
 */
export function sharesText({ byRole }: Partial<Pick<RunUsage, "byRole">>): string | undefined {
  if (byRole === undefined || byRole.agent.calls + byRole.judge.calls === 0) return undefined;
  return Object.entries(byRole)
    .filter(([, { calls }]) => calls > 0)
    .map(([role, { calls }]) => `${calls} ${role}`)
    .join(", ");
}
