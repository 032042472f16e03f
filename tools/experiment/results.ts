/**
 * The results of an experiment: one cell for each method and seed, kept in `results.json` of its folder.
 *
 * @module
 */
import { writeFile } from "../../src/run/write_file.ts";
import type { MethodRun } from "./experiment.ts";

/** One run of a method, finished or incomplete. */
export interface Cell extends MethodRun {
  readonly method: string;
  readonly seed: number;
  /** Wall time; other runs may have shared the cores. */
  readonly seconds: number;
  /** Hash of the sources that made it, and of its recording; see `fingerprintOf`. */
  readonly fingerprint: string;
  /** The version of this library, with its commit: `0.1.0+1a2b3c4`. */
  readonly version: string;
}

/** All results of an experiment. */
export interface Results {
  /** The command that repeats them. */
  readonly command: string;
  readonly unit: string;
  readonly axis: string;
  readonly points: readonly number[];
  /** In the order of methods and seeds. */
  readonly cells: readonly Cell[];
}

/** The cells of an earlier command; none without a file. */
export async function readCells(path: URL): Promise<readonly Cell[]> {
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
  const { cells } = JSON.parse(text) as Results; // as: this module wrote it
  return cells.map((cell) => ({ ...cell, values: cell.values.map((value) => value ?? NaN) }));
}

/** Writes the results as a whole or not at all, one line for each cell. JSON has null where a measure is no number. */
export function writeResults(path: URL, { cells, ...head }: Results): void {
  const fields = Object.entries(head).map(([name, value]) =>
    `  "${name}": ${JSON.stringify(value)}`
  );
  const lines = cells.map((cell) => `    ${JSON.stringify(cell)}`);
  const text = [...fields, `  "cells": [\n${lines.join(",\n")}\n  ]`].join(",\n");
  writeFile(path.pathname, `{\n${text}\n}\n`);
}
