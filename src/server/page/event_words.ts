/**
 * One event of a run in words.
 *
 * @module
 */
import type { RunEvent } from "../../trainer/event.ts";
import { scoreText } from "../../run/score_text.ts";

/** How a line of the log is set off; its words say the same. */
export type Tone = "" | "good" | "bad" | "warn";

/** An event in words. */
export interface EventWords {
  readonly text: string;
  readonly tone: Tone;
}

/** What happened, in one line. */
export function eventWords(event: RunEvent): EventWords {
  switch (event.type) {
    case "started":
      return plain(`the run started: ${event.steps} steps, ${event.model ?? "built-in search"}`);
    case "resumed":
      return plain(`resumed after step ${event.step}`);
    case "example":
      return plain(`${nameOf(event.example)}: ${event.input}`);
    case "evaluated":
      return {
        text: `${event.candidate} on ${nameOf(event.example)}: ${
          event.error === undefined ? `score ${scoreText(event.score)}` : `failed, ${event.error}`
        }`,
        tone: event.error === undefined ? "" : "bad",
      };
    case "exchange": {
      const { promptTokens, completionTokens } = event.response.usage;
      return plain(
        `the model answered the ${
          event.role ?? "optimizer"
        }: ${promptTokens} tokens in, ${completionTokens} out`,
      );
    }
    case "asking":
      return plain(
        `asks ${event.model}${event.role === undefined ? "" : ` for the ${event.role}`}`,
      );
    case "model-trouble":
      return {
        text: `${
          event.kind === "retry" ? "the model is asked again" : "a model call failed"
        }: ${event.reason}`,
        tone: event.kind === "retry" ? "warn" : "bad",
      };
    case "proposed":
      return proposedWords(event);
    case "confirmed":
      return plain(
        `${event.candidate} ${event.isConfirmed ? "passed" : "failed"} its complete check`,
      );
    case "measured":
      return plain(`an evaluation costs ${event.evaluationCost} of a model call, by the clock`);
    case "answered":
      return plain(`${event.suggestions} suggested`);
    case "compared":
      return plain(
        `${event.candidate}: ${scoreText(event.score)} against ${scoreText(event.againstScore)}, ${
          event.isAccepted ? "accepted" : "not accepted"
        } (${event.reason})`,
      );
    case "decided":
      return plain(`${event.candidate}: decided on ${event.examples} examples, ${event.reason}`);
    case "best":
      return event.step === 0
        ? plain(`the start has score ${scoreText(event.score)}`)
        : { text: `new best: score ${scoreText(event.score)}`, tone: "good" };
    case "front":
      return plain(`${event.candidate} joins the front: score ${scoreText(event.score)}`);
    case "step":
      return plain(`step ${event.step} of ${event.steps} ended: best ${scoreText(event.best)}`);
    case "note":
      return plain(`a person said: ${event.text}`);
    case "warning":
      return { text: [event.message, event.advice ?? ""].join(" ").trim(), tone: "warn" };
    case "finished":
      return event.error === undefined
        ? plain(`the run ended: ${event.stopReason}`)
        : { text: `the run failed: ${event.error.message}`, tone: "bad" };
    default:
      return event satisfies never;
  }
}

function proposedWords(event: Extract<RunEvent, { readonly type: "proposed" }>): EventWords {
  const { outcome, candidate, rejections, reason } = event;
  const faults = rejections.map(({ parameter, reason }) => `${parameter} refused, ${reason}`);
  if (outcome === "unusable") return { text: `unusable answer: ${reason ?? ""}`, tone: "bad" };
  if (faults.length > 0) return { text: faults.join("; "), tone: "bad" };
  return plain(candidate === undefined ? "nothing new was proposed" : `proposed ${candidate}`);
}

function nameOf({ split, index }: { readonly split: string; readonly index: number }): string {
  return `${split} ${index + 1}`;
}

function plain(text: string): EventWords {
  return { text, tone: "" };
}
