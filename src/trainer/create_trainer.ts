/**
 * The built-in trainers by name. Apart from their names and settings, which every task loads.
 *
 * @module
 */
import { minibatch } from "./minibatch.ts";
import { beam } from "./population/beam.ts";
import { islands } from "./population/islands.ts";
import { pareto } from "./population/pareto.ts";
import { portfolio } from "./population/portfolio.ts";
import { priority } from "./population/priority.ts";
import { ucb } from "./population/ucb.ts";
import { racing } from "./racing.ts";
import type { Trainer } from "./trainer.ts";
import { type TrainerName, trainerNamed } from "./trainers.ts";

const trainers: Readonly<Record<TrainerName, Trainer>> = {
  minibatch,
  racing,
  pareto: pareto(),
  beam: beam(),
  ucb,
  priority,
  islands: islands(),
  portfolio: {
    ...portfolio({ trainers: [minibatch, pareto(), beam(), islands()] }),
    name: "portfolio",
  },
};

/**
 * The trainer of a name.
 *
 * @throws {UsageError} when the name is unknown
 */
export function createTrainer(name: TrainerName): Trainer {
  return trainers[trainerNamed(name)];
}
