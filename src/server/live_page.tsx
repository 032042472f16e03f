/**
 * The live page: ask for a job, watch it, read the best code. Rendered here, kept alive by a small script.
 *
 * @module
 */
import type { Job } from "./job.ts";
import style from "./live_page.css" with { type: "text" };
import script from "./live_page.js" with { type: "text" };

/** What the page needs besides its assets. */
export interface LivePageOptions {
  readonly tasks: readonly { readonly name: string; readonly description?: string | undefined }[];
  readonly models: readonly string[];
  readonly jobs: readonly Job[];
}

/** Files the page asks for. */
export const livePageAssets: readonly {
  readonly path: string;
  readonly type: string;
  readonly text: string;
}[] = [
  { path: "/live.css", type: "text/css; charset=utf-8", text: style },
  { path: "/live.js", type: "text/javascript; charset=utf-8", text: script },
];

/** The page. */
export function livePage({ tasks, models, jobs }: LivePageOptions): string {
  return page(
    <>
      <script type="module" src="/live.js"></script>
      <aside>
        <h1>Opto</h1>
        <form id="ask">
          <label>
            Task
            <select name="task">
              {tasks.map(({ name, description }) => (
                <option key={name} value={name} title={description}>{name}</option>
              ))}
            </select>
          </label>
          <div class="row">
            <label>
              Steps <input name="steps" type="number" min="1" placeholder="auto" />
            </label>
            <label>
              Seconds <input name="seconds" type="number" min="1" placeholder="3600" />
            </label>
            <label>
              Seed <input name="seed" type="number" min="0" placeholder="0" />
            </label>
          </div>
          {models.length > 0 && (
            <label>
              Model
              <select name="model">
                <option value="">none: built-in search</option>
                {models.map((name) => <option key={name}>{name}</option>)}
              </select>
            </label>
          )}
          <button type="submit">Optimize</button>
          <p id="refusal" role="alert"></p>
        </form>
        <ol id="jobs">
          {jobs.map(({ id, task, state }) => (
            <li key={id}>
              <a href={`#${id}`} data-state={state}>
                <b>{task}</b> <span>{state}</span>
              </a>
            </li>
          ))}
        </ol>
      </aside>
      <main id="job" hidden>
        <header>
          <h2 id="title"></h2>
          <p id="state"></p>
          <nav>
            <a id="report" target="_blank">Report</a>
            <button id="cancel" type="button">Cancel</button>
          </nav>
        </header>
        <dl id="numbers">
          <div>
            <dt>start</dt>
            <dd id="initial">–</dd>
          </div>
          <div>
            <dt>best</dt>
            <dd id="best">–</dd>
          </div>
          <div>
            <dt>step</dt>
            <dd id="step">–</dd>
          </div>
          <div>
            <dt>evaluations</dt>
            <dd id="evaluations">–</dd>
          </div>
          <div>
            <dt>model calls</dt>
            <dd id="calls">–</dd>
          </div>
          <div>
            <dt>cost</dt>
            <dd id="cost">–</dd>
          </div>
        </dl>
        <progress id="progress" max="1" value="0"></progress>
        <svg
          id="curve"
          viewBox="0 0 800 200"
          preserveAspectRatio="none"
          role="img"
          aria-label="Best score by step"
        >
          <path id="line" />
        </svg>
        <h3>Best so far</h3>
        <div id="code"></div>
        <h3>What happened</h3>
        <ol id="log"></ol>
      </main>
      <main id="empty">
        <p>Choose a job on the left, or ask for one.</p>
      </main>
    </>,
  );
}

/** What a browser sees before it has shown the token. */
export function tokenPage(complaint?: string): string {
  return page(
    <main class="token">
      <h1>Opto</h1>
      <form method="post" action="/session">
        <label>
          Token <input name="token" type="password" autocomplete="current-password" required />
        </label>
        <button type="submit">Enter</button>
        {complaint && <p role="alert">{complaint}</p>}
      </form>
    </main>,
  );
}

function page(content: unknown): string {
  return `<!doctype html>${(
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Opto</title>
        <link rel="stylesheet" href="/live.css" />
        <link rel="icon" href="data:," />
      </head>
      <body>{content}</body>
    </html>
  )}`;
}
