/**
 * The results of an experiment: one cell for each method and seed, kept in `results.json` of its folder.
 *
 * @module
 */
import { writeFile } from "../../src/run/write_file.ts";
import type { Experiment, MethodRun } from "./experiment.ts";

/** A method and a seed. */
export interface CellKey {
  readonly method: string;
  readonly seed: number;
}

/** One run of a method, whole or incomplete. */
export interface Cell extends CellKey, MethodRun {
  /** Wall time; other runs may have shared the cores. */
  readonly seconds: number;
  /** Hash of the sources that made it, and of its recording; see `fingerprintOf`. */
  readonly fingerprint: string;
  /** The version of this library, with its commit: `0.1.0+1a2b3c4`. */
  readonly version: string;
}

/** All results of an experiment, as the file has them. */
interface Results extends Pick<Experiment, "unit" | "axis" | "points"> {
  /** The command that repeats them. */
  readonly command: string;
  /** In the order of methods and seeds. */
  readonly cells: readonly Cell[];
}

/** Whether both are of one method and seed. */
export function isSameCell(one: CellKey, other: CellKey): boolean {
  return one.method === other.method && one.seed === other.seed;
}

/** The cells of an experiment's folder; none without a file. */
export function readCells(folder: URL): readonly Cell[] {
  let text: string;
  try {
    text = Deno.readTextFileSync(new URL("results.json", folder));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
  const { cells } = JSON.parse(text) as Results; // as: this module wrote it
  return cells.map((cell) => ({ ...cell, values: cell.values.map((value) => value ?? NaN) }));
}

/**
 * Puts a cell into the file, in the place of an earlier one. Cells of methods that the experiment no longer has leave.
 * Commands that run at the same time wait for each other.
 */
export function keepCell(
  folder: URL,
  cell: Cell,
  { command, experiment: { methods, unit, axis, points } }: {
    readonly command: string;
    readonly experiment: Experiment;
  },
): void {
  using file = Deno.openSync(new URL("experiment.ts", folder));
  file.lockSync(true);
  const others = readCells(folder).filter((each) => !isSameCell(each, cell));
  const names = Object.keys(methods);
  const cells = [...others, cell].filter(({ method }) => names.includes(method)).sort((a, b) =>
    names.indexOf(a.method) - names.indexOf(b.method) || a.seed - b.seed
  );
  writeResults(new URL("results.json", folder), { command, unit, axis, points, cells });
}

/** Writes the results as a whole or not at all, one line for each cell. JSON has null where a measure is no number. */
function writeResults(path: URL, { cells, ...head }: Results): void {
  const fields = Object.entries(head).map(([name, value]) =>
    `  "${name}": ${JSON.stringify(value)}`
  );
  const lines = cells.map((cell) => `    ${JSON.stringify(cell)}`);
  const text = [...fields, `  "cells": [\n${lines.join(",\n")}\n  ]`].join(",\n");
  writeFile(path.pathname, `{\n${text}\n}\n`);
}
