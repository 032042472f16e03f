/**
 * The section of a report with drawings of outputs, before and after. The shapes become inline SVG here; they are numbers and
 * escaped texts.
 *
 * @module
 */
import type { Drawing, Shape } from "../trainer/drawing.ts";
import type { ExampleDrawing } from "../trainer/evaluator.ts";
import { type Html, markup } from "./report_html.ts";
import type { RunView } from "./run_view.ts";

/** Drawings of the initial and the best candidate; nothing for a task that draws none. */
export function drawingsSection({ initialDrawings, best }: RunView): Html | false {
  const after = best?.drawings ?? [];
  if (after.length === 0) return false;
  return markup`
    <h2>Drawn</h2>
    ${after.map((drawn, place) => pair(initialDrawings[place], drawn))}
  `;
}

function pair(before: ExampleDrawing | undefined, after: ExampleDrawing): Html {
  const { split, index } = after.example;
  return markup`
    <div class="drawings">
      ${before && figure(before, `${split} ${index + 1}, before`)}
      ${figure(after, `${split} ${index + 1}, after`)}
    </div>
  `;
}

function figure(drawn: ExampleDrawing, name: string): Html {
  return markup`
    <figure class="card">
      ${
    "drawing" in drawn ? svgOf(drawn.drawing, name) : markup`<p class="quiet">${drawn.reason}</p>`
  }
      <figcaption class="quiet">${name}</figcaption>
    </figure>
  `;
}

/** A drawing as inline SVG. @param name read aloud in its place */
export function svgOf({ width, height, shapes }: Drawing, name: string): Html {
  return markup`
    <svg class="drawing" viewBox="0 0 ${width} ${height}" role="img" aria-label="${name}">
      ${shapes.map((shape) => element(shape, width))}
    </svg>
  `;
}

function element(shape: Shape, width: number): Html {
  const look = `${shape.tone ?? "ink"}${shape.isFilled ? " filled" : ""}`;
  switch (shape.kind) {
    case "circle":
      return markup`<circle class="${look}" cx="${shape.x}" cy="${shape.y}" r="${
        Math.max(0, shape.radius)
      }"/>`;
    case "rectangle":
      return markup`<rect class="${look}" x="${shape.x}" y="${shape.y}" width="${
        Math.max(0, shape.width)
      }" height="${Math.max(0, shape.height)}"/>`;
    case "line":
      return markup`<polyline class="${look}" points="${
        shape.points.map(([x, y]) => `${x},${y}`).join(" ")
      }"/>`;
    case "text":
      return markup`<text class="${shape.tone ?? "ink"}" x="${shape.x}" y="${shape.y}" font-size="${
        shape.size ?? width / 20
      }">${shape.text}</text>`;
    default:
      return shape satisfies never;
  }
}
