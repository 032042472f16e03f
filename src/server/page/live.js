// The script of the live page. It inserts text from jobs as text only, never as markup, and by `put` only, which escapes
// the characters of `hidden`, a constant that the server writes before this script.
const at = (id) => document.getElementById(id);
const escapeOf = (character) =>
  character.split("").map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
const put = (target, text) => {
  target.textContent = String(text).replace(hidden, escapeOf);
};
const score = (value) =>
  value === null || value === undefined ? "–" : String(Number(value.toPrecision(6)));
const maxLogLines = 200;

let source;
let current;
let isDrawing = false;
let isStale = false;

async function call(path, init) {
  const response = await fetch(path, init);
  const body = response.status === 204 ? null : await response.json();
  if (response.ok) return body;
  const faults = (body.errors ?? []).map(({ pointer, detail }) => `${pointer}: ${detail}`);
  throw new Error([body.title, body.detail, ...faults].filter(Boolean).join("\n"));
}

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  put(made, text);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

async function refreshJobs() {
  const { jobs } = await call("/v1/jobs");
  at("jobs").replaceChildren(...jobs.map(({ id, task, state, createdAt, options }) => {
    const link = element("a", "", { href: `#${id}`, "data-state": state });
    if (id === current) link.setAttribute("aria-current", "true");
    link.append(element("b", task), " ", element("span", state));
    const time = createdAt.slice(0, 19).replace("T", " ");
    link.append(element("small", `${time} UTC, seed ${options.seed ?? 0}`));
    const item = document.createElement("li");
    item.append(link);
    return item;
  }));
}

function log(text, tone = "") {
  at("log").prepend(element("li", text, { class: tone }));
  while (at("log").children.length > maxLogLines) at("log").lastChild.remove();
}

/** Asks for the chart: at most one request at a time and one a second, and once more after the last event. */
function drawChart() {
  if (isDrawing) return void (isStale = true);
  [isDrawing, isStale] = [true, false];
  const id = current;
  fetch(`/charts/${id}`).then((response) => response.ok ? response.text() : undefined).then(
    (text) => {
      if (text === undefined || id !== current) return;
      const page = new DOMParser().parseFromString(text, "text/html"); // the server has escaped it; no script runs
      at("chart").replaceChildren(...page.body.children);
    },
    () => isStale = true, // the connection broke: the next try has the events, too
  ).finally(() =>
    setTimeout(() => {
      isDrawing = false;
      if (current !== "" && (isStale || id !== current)) drawChart();
    }, 1000)
  );
}

function showParameters(parameters) {
  at("code").replaceChildren(
    ...Object.entries(parameters).map(([name, value]) => {
      const block = element(
        "pre",
        typeof value === "string" ? value : JSON.stringify(value, null, 1),
      );
      block.prepend(element("b", name));
      return block;
    }),
  );
}

const onEvent = {
  started({ task, steps, model }) {
    put(at("title"), task.name);
    log(`started: ${steps} steps, ${model ?? "built-in search"}`);
  },
  resumed: ({ step }) => log(`resumed after step ${step}`),
  proposed({ step, rejections, outcome, reason }) {
    for (const { parameter, reason } of rejections) {
      log(`step ${step}: ${parameter} refused, ${reason}`, "bad");
    }
    if (outcome === "unusable") log(`step ${step}: unusable answer, ${reason}`, "bad");
  },
  compared({ step, score: value, againstScore, isAccepted }) {
    if (isAccepted) log(`step ${step}: ${score(value)} against ${score(againstScore)}, accepted`);
  },
  best({ step, score: value, parameters }) {
    if (step === 0) put(at("initial"), score(value));
    else log(`step ${step}: new best ${score(value)}`, "good");
    put(at("best"), score(value));
    drawChart();
    showParameters(parameters);
  },
  step({ step, steps, spent }) {
    put(at("step"), `${step}/${steps}`);
    at("progress").value = step / Math.max(1, steps);
    put(at("evaluations"), spent.evaluations.toLocaleString());
    const shares = Object.entries(spent.byRole ?? {})
      .filter(([role, { calls }]) => role !== "optimizer" && calls > 0)
      .map(([role, { calls }]) => `${calls.toLocaleString()} ${role}`).join(", ");
    put(at("calls"), `${spent.calls.toLocaleString()}${shares && ` (${shares})`}`);
    put(at("cost"), spent.usd === null ? "unknown" : `$${Number(spent.usd.toFixed(4))}`);
    drawChart();
  },
  warning: ({ message, advice, failed, of }) =>
    log(
      [message, of === undefined ? undefined : `(${failed} of ${of} examples)`, advice].filter(
        Boolean,
      )
        .join(" "),
      "warn",
    ),
  "model-trouble": ({ step, kind, reason }) => log(`step ${step}: model ${kind}, ${reason}`, "bad"),
  finished({ stopReason, error }) {
    if (stopReason !== "failed") at("progress").value = 1;
    log(
      error === undefined ? `ended: ${stopReason}` : `failed: ${error.message}`,
      error === undefined ? "" : "bad",
    );
  },
};

function showState({ id, task, state, isCancelRequested, error }) {
  if (at("title").textContent === "") put(at("title"), task);
  put(
    at("state"),
    [
      isCancelRequested && state === "running" ? "stopping" : state,
      error?.message,
    ].filter(Boolean).join(": "),
  );
  at("cancel").hidden = !["queued", "running"].includes(state) || isCancelRequested;
  at("report").href = `/v1/jobs/${id}/report`;
  refreshJobs();
}

async function open(id) {
  source?.close();
  current = id;
  at("empty").hidden = id !== "";
  at("job").hidden = id === "";
  if (id === "") return;
  for (const name of ["title", "log", "code", "chart"]) at(name).replaceChildren();
  for (const name of ["initial", "best", "step", "evaluations", "calls", "cost"]) {
    at(name).textContent = "–";
  }
  at("progress").value = 0;
  drawChart();
  showState(await call(`/v1/jobs/${id}`));
  const opened = new EventSource(`/v1/jobs/${id}/events?types=${Object.keys(onEvent)}`);
  source = opened;
  for (const [type, show] of Object.entries(onEvent)) {
    opened.addEventListener(type, ({ data }) => source === opened && show(JSON.parse(data)));
  }
  opened.addEventListener("started", async () => {
    const job = await call(`/v1/jobs/${id}`);
    if (source === opened && opened.readyState !== EventSource.CLOSED) showState(job); // else it is older than the end
  });
  opened.addEventListener("end", ({ data }) => {
    opened.close();
    if (source === opened) showState(JSON.parse(data));
  });
  opened.addEventListener("error", () => {
    if (source !== opened || opened.readyState !== EventSource.CLOSED) return; // else it reconnects
    log("the server has no free event stream; trying again in 5 s", "bad");
    setTimeout(() => source === opened && open(id), 5000);
  });
}

at("new-job").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = new FormData(event.target);
  const number = (name) => form.get(name) === "" ? undefined : Number(form.get(name));
  const seconds = number("seconds");
  const options = {
    steps: number("steps"),
    seed: number("seed"),
    model: form.get("model") || undefined,
    agentModel: form.get("agentModel") || undefined,
    budget: seconds === undefined ? undefined : { seconds },
  };
  put(at("refusal"), "");
  try {
    const job = await call("/v1/jobs", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ task: form.get("task"), options }),
    });
    location.hash = job.id;
  } catch (error) {
    put(at("refusal"), error.message);
  }
});

at("cancel").addEventListener("click", async () => {
  showState(await call(`/v1/jobs/${current}`, { method: "DELETE" }));
});
addEventListener("hashchange", () => open(location.hash.slice(1)));
open(location.hash.slice(1));
refreshJobs();
setInterval(() => document.hidden || refreshJobs(), 3000);
