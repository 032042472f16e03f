/**
 * Malformed requests over TCP against a real server: each must be answered as a fault of the client.
 *
 * @module
 */
import { sendMalformed } from "../../tests/server/malformed/send_malformed.ts";
import type { Figures } from "./figures.ts";

/** @param count requests */
export async function malformed(count: number): Promise<Figures> {
  const { statuses, faults } = await sendMalformed({ count });
  const rows = Object.entries(statuses).map(([status, n]) => [status, String(n)] as const);
  return { rows, faults };
}
