/**
 * The colors of drawings, the same for every drawing tool.
 *
 * @module
 */
import type { Box, BoxRole } from "./picture_parts.ts";

/** Colors of one box. */
export interface BoxColors {
  readonly fill: string;
  readonly border: string;
  readonly text: string;
}

const strong: Readonly<Record<BoxRole, BoxColors>> = {
  parameter: { fill: "#fff1cc", border: "#d98e04", text: "#5c3b00" },
  value: { fill: "#f5f7fa", border: "#b6c0cc", text: "#3d4852" },
  step: { fill: "#e6f0ff", border: "#2f6fd0", text: "#12325f" },
  exception: { fill: "#fde4e4", border: "#cc2f3a", text: "#7a1620" },
  gap: { fill: "#ffffff", border: "#9aa5b1", text: "#66727f" },
};

const faint: BoxColors = { fill: "#ffffff", border: "#c8d0d9", text: "#66727f" };

/** The colors of a box; steps outside the minimal subgraph are faint. */
export function boxColors({ role, isInSubgraph }: Box): BoxColors {
  return role === "step" && !isInSubgraph ? faint : strong[role];
}

/** The colors of arrows, inside and outside the minimal subgraph. */
export const arrowColors = { subgraph: "#2f6fd0", other: "#b6c0cc" } as const;

/** Colors of feedback. */
export const noteColors: BoxColors = { fill: "#f1e8fd", border: "#8250df", text: "#4a2a86" };

/** Color of values, labels and other small text. */
export const smallPrint = "#66727f";
