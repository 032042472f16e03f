// The pages of a job: follows its events, cancels it, copies its best code, and sends feedback.
import { call, clearFaults, showFaults, valueOf } from "./call.js";
import { copyCode } from "./copy_code.js";
import { refresh } from "./live.js";

const retryMs = 5000;
const head = () => document.getElementById("head").dataset;
const path = `/v1/jobs/${head().job}`;

let source;

/** Fetches the page after each event that changes it, until the job has ended. */
function follow() {
  if (!("follow" in head()) || source !== undefined) return;
  const types = head().types.split(",");
  source = new EventSource(`${path}/events?after=${head().after}&types=${types}`);
  for (const type of types) source.addEventListener(type, refresh);
  source.addEventListener("end", () => {
    source.close();
    refresh();
  });
  source.addEventListener("error", () => {
    if (source.readyState !== EventSource.CLOSED) return; // else it reconnects by itself
    source = undefined; // the job has ended, or there is no free stream
    refresh();
    setTimeout(follow, retryMs);
  });
}

document.addEventListener("click", async ({ target }) => {
  if (target.id !== "cancel") return;
  target.disabled = true;
  try {
    await call(path, { method: "DELETE" });
  } catch (error) {
    document.getElementById("connection").textContent = error.message;
  }
  refresh();
});

document.addEventListener("click", async ({ target }) => {
  const name = target.dataset.copy;
  if (name === undefined) return;
  const told = document.getElementById("copied");
  told.textContent = "";
  told.textContent = await copyCode(`${path}/best`, name).catch(({ message }) => message);
});

document.addEventListener("change", ({ target }) => {
  if (target.form?.id === "filter") target.form.requestSubmit();
});

document.getElementById("feedback")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const refusal = form.querySelector("[role=alert]");
  const sent = form.querySelector("[role=status]");
  clearFaults(form, refusal);
  sent.textContent = "";
  try {
    await call(`${path}/feedback`, { method: "POST", body: valueOf(form) });
    form.reset();
    sent.textContent = "Sent. The run takes it up at its next step.";
  } catch (error) {
    showFaults(form, error, refusal);
  }
});

follow();
addEventListener("refreshed", follow); // a job that waited may run now
