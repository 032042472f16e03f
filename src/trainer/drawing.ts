/**
 * Drawings of outputs as data: plain shapes, which a report draws.
 *
 * A task makes them, so they are checked and bounded like all that it says; a reader of the log never runs or loads any of them.
 *
 * @module
 */
import { printValue } from "../trace/print_value.ts";
import { isRecord } from "../record.ts";

/** Colors of a report, which differ between light, dark and printed pages. */
export type Tone = "ink" | "quiet" | "accent" | "good" | "bad" | "warn";

/** How a shape looks. */
export interface ShapeStyle {
  /** Its color. @default "ink" */
  readonly tone?: Tone;
  /** Whether its inside has a light wash of its tone. @default false */
  readonly isFilled?: boolean;
}

/** A shape; x runs to the right, y down. */
export type Shape =
  | ShapeStyle & {
    readonly kind: "circle";
    readonly x: number;
    readonly y: number;
    readonly radius: number;
  }
  | ShapeStyle & {
    readonly kind: "rectangle";
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  }
  /** A line through points. */
  | ShapeStyle & {
    readonly kind: "line";
    readonly points: readonly (readonly [x: number, y: number])[];
  }
  /** A short text, centered at its place. @default its size is a twentieth of the drawing's width */
  | ShapeStyle & {
    readonly kind: "text";
    readonly x: number;
    readonly y: number;
    readonly text: string;
    readonly size?: number;
  };

/** An output as a drawing; what lies outside of it is cut. */
export interface Drawing {
  /** In a unit of the task's choice. */
  readonly width: number;
  /** In the same unit. */
  readonly height: number;
  /** In the order in which they are drawn; at most 1,000, with 20,000 points of lines in all. */
  readonly shapes: readonly Shape[];
}

/** Most examples whose outputs are drawn. */
export const maxDrawings = 3;

/** Most shapes, points of all lines together, and characters of a text. */
const maxShapes = 1_000;
const maxPoints = 20_000;
const maxText = 200;

const tones: readonly Tone[] = ["ink", "quiet", "accent", "good", "bad", "warn"];

/** The drawing in a value that a task returned, without further members. @throws {TypeError} when it is none */
export function drawingIn(given: unknown): Drawing {
  const { width, height, shapes } = isRecord(given) ? given : {};
  if (!isLength(width) || !isLength(height) || !Array.isArray(shapes)) {
    throw refused(given, "{ width, height, shapes } with positive lengths");
  }
  if (shapes.length > maxShapes) {
    throw new RangeError(`received ${shapes.length} shapes, more than ${maxShapes}`);
  }
  const points = shapes.reduce((sum, shape) => sum + pointsIn(shape), 0);
  if (points > maxPoints) throw new RangeError(`received ${points} points, more than ${maxPoints}`);
  return { width, height, shapes: Array.from(shapes, shapeIn) };
}

/** Number of points of a shape that may be a line. */
function pointsIn(given: unknown): number {
  const { points } = isRecord(given) ? given : {};
  return Array.isArray(points) ? points.length : 0;
}

function shapeIn(given: unknown): Shape {
  const shape = isRecord(given) ? given : {};
  const { kind, isFilled, points, text, size } = shape;
  const numbers = (...names: readonly string[]) => {
    const values = names.map((name) => shape[name]);
    if (!values.every(isNumber)) throw refused(given, `a ${kind} with numbers ${names.join(", ")}`);
    return Object.fromEntries(names.map((name, at) => [name, values[at]]));
  };
  const tone = tones.find((each) => each === shape.tone);
  if (tone !== shape.tone) throw refused(given, `a shape with a tone: ${tones.join(", ")}`);
  const style = {
    ...(tone === undefined ? {} : { tone }),
    ...(isFilled === true ? { isFilled } : {}),
  };
  switch (kind) {
    case "circle":
      return { kind, ...numbers("x", "y", "radius"), ...style } as Shape; // as: here and below all members are checked
    case "rectangle":
      return { kind, ...numbers("x", "y", "width", "height"), ...style } as Shape;
    case "line":
      if (!Array.isArray(points) || !Array.from(points).every(isPoint)) {
        throw refused(given, "a line with points [x, y]");
      }
      return { kind, points: points.map(([x, y]) => [x, y] as const), ...style };
    case "text":
      if (typeof text !== "string") throw refused(given, "a text with a text");
      return {
        ...{ kind, text: text.slice(0, maxText), ...numbers("x", "y") },
        ...(isLength(size) ? { size } : {}),
        ...style,
      } as Shape;
    default:
      throw refused(given, "a circle, rectangle, line or text");
  }
}

const isNumber = (value: unknown): value is number => Number.isFinite(value);

const isLength = (value: unknown): value is number => isNumber(value) && value > 0;

function isPoint(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2 && isNumber(value[0]) && isNumber(value[1]);
}

function refused(given: unknown, needed: string): TypeError {
  return new TypeError(`Cannot draw ${printValue(given, 200)} as ${needed}`);
}
