// The form that creates a job.
import { call, clearFaults, showFaults, valueOf } from "./call.js";
import { dropFiles, hasFiles, takeFiles, withFiles } from "./source_files.js";

document.documentElement.classList.add("scripted");

const form = document.getElementById("new-job");
const refusal = document.getElementById("refusal");
const source = document.getElementById("/source");
const task = document.getElementById("/task");

function choose() {
  const isSource = new FormData(form).get("kind") === "source";
  document.getElementById("by-source").hidden = !isSource;
  document.getElementById("by-task").hidden = isSource;
  source.disabled = !isSource || hasFiles();
  source.parentElement.querySelector("label").hidden = source.hidden = hasFiles();
  document.getElementById("source-entry").disabled = !isSource || !hasFiles();
  task.disabled = isSource;
  for (const control of document.querySelectorAll("[name^='/options/taskLimits/']")) {
    control.disabled = !isSource;
  }
}

form.addEventListener("change", async ({ target }) => {
  if (target.name === "kind") choose();
  if (target.type === "file" && target.files.length > 0) {
    const only = await takeFiles(target);
    if (only !== undefined) source.value = only;
    choose();
  }
});
document.getElementById("drop-files").addEventListener("click", () => {
  dropFiles();
  choose();
  source.focus();
});
choose(); // a browser may have kept what was chosen

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("[type=submit]");
  const unreadable = [...form.querySelectorAll("[data-kind=number]")]
    .filter(({ validity }) => validity.badInput)
    .map(({ name }) => ({ pointer: name, detail: "Received no number" }));
  if (unreadable.length > 0) {
    return showFaults(form, { title: "The job is not valid", faults: unreadable }, refusal);
  }
  clearFaults(form, refusal);
  button.disabled = true;
  try {
    const { id } = await call("/v1/jobs", { method: "POST", body: withFiles(valueOf(form)) });
    location.href = `/jobs/${id}`;
  } catch (error) {
    showFaults(form, error, refusal);
  } finally {
    button.disabled = false;
  }
});
