/**
 * What runs did since this process started, counted from their events.
 *
 * @module
 */
import type { WatchedEvent } from "../../jobs/watched_runs.ts";
import type { ModelUsage } from "../../model/language_model.ts";
import { Counter, Histogram } from "./prometheus.ts";

const roles = ["optimizer", "agent", "judge"] as const;

/** Kinds of faults: of candidates, of models, and of whole runs. */
const faults = [
  "evaluation-failed",
  "evaluation-by-clock",
  "value-refused",
  "answer-unusable",
  "model-retry",
  "model-failed",
  "run-failed",
] as const;

/** Upper ends of the buckets of latencies, in seconds. */
const latencyBounds = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];

/** Counts the events of runs. */
export class RunMetrics {
  readonly #evaluations = new Counter({
    name: "opto_evaluations_total",
    help: "Evaluations of a candidate on an example.",
  });
  readonly #faults = new Counter(
    { name: "opto_faults_total", help: "Faults of candidates, models and runs, by kind." },
    faults.map((kind) => ({ kind })),
  );
  readonly #latency = new Histogram(
    { name: "opto_model_request_seconds", help: "Time of answered model calls with retries." },
    latencyBounds,
    roles.map((role) => ({ role })),
  );
  readonly #tokens = new Counter(
    { name: "opto_model_tokens_total", help: "Tokens of model calls, failed tries included." },
    roles.flatMap((role) => [{ role, direction: "prompt" }, { role, direction: "completion" }]),
  );
  readonly #dollars = new Counter(
    {
      name: "opto_model_dollars_total",
      help: "Cost of model calls in US dollars, where prices are known.",
    },
    roles.map((role) => ({ role })),
  );

  /** Counts an event. */
  see(event: WatchedEvent): void {
    switch (event.type) {
      case "evaluated":
        this.#evaluations.add();
        if (event.error !== undefined) this.#fault("evaluation-failed");
        if (event.isByClock) this.#fault("evaluation-by-clock");
        return;
      case "exchange": {
        const role = roleOf(event);
        this.#spend(role, event.response.usage);
        if (event.durationMs !== undefined) {
          this.#latency.observe({ role }, event.durationMs / 1000);
        }
        return;
      }
      case "model-trouble":
        this.#fault(event.kind === "retry" ? "model-retry" : "model-failed");
        if (event.usage !== undefined) this.#spend(roleOf(event), event.usage);
        return;
      case "proposed":
        this.#fault("value-refused", event.rejections.length);
        if (event.outcome === "unusable") this.#fault("answer-unusable");
        return;
      case "finished":
        if (event.stopReason === "failed") this.#fault("run-failed");
        return;
      case "warning":
        return;
      default:
        event satisfies never;
    }
  }

  /** The lines of all metrics. */
  lines(): string[] {
    return [this.#evaluations, this.#faults, this.#latency, this.#tokens, this.#dollars]
      .flatMap((metric) => metric.lines());
  }

  #fault(kind: typeof faults[number], amount = 1): void {
    this.#faults.add({ kind }, amount);
  }

  #spend(role: typeof roles[number], { promptTokens, completionTokens, usd }: ModelUsage): void {
    this.#tokens.add({ role, direction: "prompt" }, promptTokens);
    this.#tokens.add({ role, direction: "completion" }, completionTokens);
    this.#dollars.add({ role }, usd ?? 0);
  }
}

/** The role of a call; a log may hold another word. */
function roleOf({ role }: { readonly role?: string }): typeof roles[number] {
  return roles.find((known) => known === role) ?? "optimizer";
}
