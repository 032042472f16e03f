/**
 * The colours of drawings, the same for every tool.
 *
 * @module
 */
import type { Box, BoxRole } from "./picture_parts.ts";

/** Colours of one box. */
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

/** Steps that no parameter reaches, or that reach no output, are faint. */
export function boxColors({ role, isOnWay }: Box): BoxColors {
  return role === "step" && !isOnWay ? faint : strong[role];
}

/** The colour of arrows: those of the minimal subgraph, and the others. */
export const arrowColors = { onWay: "#2f6fd0", other: "#b6c0cc" } as const;

/** What a judge says. */
export const noteColors: BoxColors = { fill: "#f1e8fd", border: "#8250df", text: "#4a2a86" };

/** Values, labels and other small print. */
export const smallPrint = "#66727f";
