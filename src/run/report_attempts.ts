/**
 * The section of a report on proposals, each with outcome, diff, prompt and answer.
 *
 * @module
 */
import { cutText } from "../cut_text.ts";
import { pause } from "../trainer/pause.ts";
import { type Attempt, type Attempts, type Counts, type Outcome, outcomes } from "./attempts.ts";
import { diffLines } from "./report_diff.ts";
import { type Html, markup } from "./report_html.ts";
import { scoreTexts, signedText } from "./score_text.ts";

/** Maximum characters of a changed value that is not compared line by line. */
const maxPlain = 200;

/** All proposals there is room for. Other work may run between two diffs. */
export async function attemptsSection(attempts: Attempts): Promise<Html> {
  const { shown, total } = attempts;
  if (total === 0) return markup`<p class="quiet">Nothing was proposed.</p>`;
  const rows: { readonly outcome: Outcome; readonly row: Html }[] = [];
  for (const attempt of shown) {
    const outcome = attempts.outcomeOf(attempt);
    rows.push({ outcome, row: attemptRow(attempt, { outcome, attempts, hasMessages: true }) });
    await pause();
  }
  const kept = rows.filter(({ outcome }) => outcome === "kept").map(({ row }) => row);
  const others = rows.filter(({ outcome }) => outcome !== "kept").map(({ row }) => row);
  return markup`
    <p>${total.toLocaleString("en-US")} proposed: ${countsText(attempts.counts())}.</p>
    ${kept.length > 0 && markup`<div class="list">${kept}</div>`}
    ${
    others.length > 0 && markup`
      <details>
        <summary>${others.length} that were not kept${
      total > shown.length && `; ${total - shown.length} earlier ones are in events.jsonl`
    }</summary>
        <div class="list">${others}</div>
      </details>
    `
  }
    ${messagesOf(attempts)}
  `;
}

/** Numbers of proposals by outcome; they add up to all. */
export function countsText(counts: Counts): string {
  return outcomes.flatMap((outcome) => {
    const count = counts.get(outcome) ?? 0;
    return count === 0 ? [] : [`${count.toLocaleString("en-US")} ${outcome}`];
  }).join(", ");
}

interface RowOptions {
  readonly outcome: Outcome;
  readonly attempts: Attempts;
  /** Whether the page has the messages of prompts, to which a row links. */
  readonly hasMessages: boolean;
}

/** One proposal, folded: its outcome, reasoning, faults, diffs and answers. */
export function attemptRow(
  attempt: Attempt,
  { outcome, attempts, hasMessages }: RowOptions,
): Html {
  const { step, proposal, attempt: repair, reasoning, faults, notes } = attempt;
  const { result, decision, answers, prompt } = attempt;
  const tone = outcome === "kept"
    ? "good"
    : outcome === "refused" || outcome === "unusable"
    ? "bad"
    : "";
  const [score, against] = scoreTexts([result?.score ?? null, result?.againstScore ?? null]);
  return markup`
    <details class="attempt${
    outcome === "kept" && " shown"
  }" id="attempt-${step}-${proposal}-${repair}">
      <summary>
        <span>step ${step}, proposal ${proposal + 1}${repair > 0 && `, repair ${repair}`}</span>
        <b class="${tone}">${outcome}</b>
        ${
    result !== undefined &&
    markup`<span>${score} <span class="quiet">against ${against}</span></span>`
  }
      </summary>
      ${reasoning !== "" && markup`<p>${reasoning}</p>`}
      ${result !== undefined && markup`<p class="quiet">${result.reason}</p>`}
      ${decision !== undefined && markup`<p class="quiet">${decisionText(decision)}</p>`}
      ${faults.map((fault) => markup`<p class="bad">${fault}</p>`)}
      ${notes.map((note) => markup`<p class="quiet">answer: ${note}</p>`)}
      ${changesOf(attempt, attempts)}
      ${
    answers.map((answer) =>
      markup`<details><summary>answer of the model</summary><pre>${answer}</pre></details>`
    )
  }
      ${
    hasMessages && prompt.length > 0 && markup`
        <p class="quiet">prompt: ${
      prompt.map((number, i) =>
        markup`${i > 0 && ", "}<a href="#message-${number}">message ${number}</a>`
      )
    }</p>`
  }
    </details>
  `;
}

/** How a comparison was decided: on how many examples, with which interval, and why it ended. */
function decisionText(
  { examples, difference, interval: { low, high }, reason }: NonNullable<Attempt["decision"]>,
): string {
  const bound = (value: number | null) => value === null ? "none" : signedText(value);
  const sizes = difference === null
    ? ""
    : `difference ${signedText(difference)}, 95 % interval ${
      low === null && high === null ? "unbounded" : `${bound(low)} to ${bound(high)}`
    }; `;
  return `${examples} ${examples === 1 ? "example" : "examples"}: ${sizes}${reason}`;
}

/** Changed values: those of several lines as a diff to the parent's. */
function changesOf({ changes, parent }: Attempt, attempts: Attempts): Html[] {
  const before = attempts.valuesOf(parent);
  return Object.entries(changes).map(([name, after]) => {
    const from = before?.[name];
    const isPlain = !after.includes("\n") && after.length <= maxPlain;
    return isPlain
      ? markup`<p><code>${name}</code>: ${
        from !== undefined && `${cutText(from, maxPlain)} → `
      }${after}</p>`
      : markup`<div class="name"><code>${name}</code>, ${
        from === undefined ? "the whole value" : "compared with its parent"
      }</div>${from === undefined ? markup`<pre>${after}</pre>` : diffLines(from, after)}`;
  });
}

/** Messages of prompts, each once, whatever number of proposals came from it. */
function messagesOf({ messages }: Attempts): Html | false {
  return messages.length > 0 && markup`
    <details>
      <summary>prompts: ${messages.length} different messages</summary>
      ${
    messages.map(({ number, role, text }) =>
      markup`
        <details>
          <summary>message ${number}, ${role}, ${
        text.length.toLocaleString("en-US")
      } characters</summary>
          <pre id="message-${number}">${text}</pre>
        </details>
      `
    )
  }
    </details>
  `;
}
