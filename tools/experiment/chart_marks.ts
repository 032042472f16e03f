/**
 * How the lines of a chart are told apart: by color, by dash and by marker, each of which is enough.
 *
 * @module
 */

/** The look of one line. */
export interface LineLook {
  /** Name of its color in the style sheet. */
  readonly color: string;
  /** Lengths of dashes and gaps; empty for a whole line. */
  readonly dash: string;
  /** The outline of its marker, around a point. */
  marker(x: number, y: number): string;
}

/** Colors for people with any vision (Okabe and Ito 2008), for a light page and, lighter, for a dark one. */
export const lineColors: readonly (readonly [light: string, dark: string])[] = [
  ["#0072b2", "#5cb6f2"],
  ["#c44e00", "#ff9d5c"],
  ["#00805d", "#3fd6a8"],
  ["#a8457f", "#eb9fca"],
  ["#8a6d00", "#e9c93f"],
  ["#444b54", "#c4ccd6"],
  ["#5b4bb5", "#b3a6ff"],
  ["#7a3b12", "#d9a07a"],
  ["#00808f", "#45d0e0"],
  ["#b0303c", "#ff8a94"],
];

const dashes = [
  "",
  "7 4",
  "2 3.5",
  "11 3 2 3",
  "4 2",
  "14 3 2 3 2 3",
  "3 6",
  "9 5 4 5",
  "5 2 1 2 1 2",
  "14 5",
];

/** Ten outlines of about the same area. */
const markers: readonly LineLook["marker"][] = [
  (x, y) => `M${x - 4} ${y}a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z`,
  (x, y) => `M${x - 3.6} ${y - 3.6}h7.2v7.2h-7.2z`,
  (x, y) => `M${x} ${y - 4.8}l4.8 8.4h-9.6z`,
  (x, y) => `M${x} ${y - 5.2}l5.2 5.2l-5.2 5.2l-5.2 -5.2z`,
  (x, y) => `M${x} ${y + 4.8}l4.8 -8.4h-9.6z`,
  (x, y) => `M${x - 1.6} ${y - 5}h3.2v3.4h3.4v3.2h-3.4v3.4h-3.2v-3.4h-3.4v-3.2h3.4z`,
  (x, y) => `M${x - 5} ${y - 2.5}h10v5h-10z`,
  (x, y) => `M${x - 2.5} ${y - 5}h5v10h-5z`,
  (x, y) => `M${x - 2.4} ${y - 4.4}h4.8l2.6 4.4l-2.6 4.4h-4.8l-2.6 -4.4z`,
  (x, y) => `M${x} ${y - 5}l1.5 3.5l3.5 1.5l-3.5 1.5l-1.5 3.5l-1.5 -3.5l-3.5 -1.5l3.5 -1.5z`,
];

/** The look of the line at a place in the list of methods. After ten, colors meet other dashes and markers. */
export function lineLook(place: number): LineLook {
  const round = Math.floor(place / lineColors.length);
  return {
    color: `line-${place % lineColors.length}`,
    dash: dashes[(place + 3 * round) % dashes.length]!, // !: within
    marker: markers[(place + 7 * round) % markers.length]!, // !: within
  };
}
