// The files that a job's source is made of: chosen one by one or as a folder, with the one that has the task.

const isModule = /\.(?:ts|mts|js|mjs)$/;
const isForeign = /(?:^|\/)(?:\.[^/]*|node_modules)(?:\/|$)/; // hidden, or of a package
const entryNames = ["task.ts", "mod.ts", "main.ts", "index.ts"];

const given = [...document.querySelectorAll("[data-file]")]; // of an earlier job
let texts = Object.fromEntries(given.map(({ dataset, value }) => [dataset.file, value]));

export const hasFiles = () => Object.keys(texts).length > 0;

/** Reads what a control has chosen. The text of a single file when there is no other; undefined otherwise. */
export async function takeFiles(control) {
  const chosen = [...control.files].map((file) => ({ file, path: pathOf(file) }));
  const kept = chosen.filter(({ path }) => isModule.test(path) && !isForeign.test(path));
  const leftOut = chosen.filter((each) => !kept.includes(each)).map(({ path }) => path);
  control.value = ""; // so that the same file can be chosen again
  const read = await Promise.all(kept.map(async ({ file, path }) => [path, await file.text()]));
  const isOnly = read.length === 1 && !hasFiles();
  if (!isOnly) texts = { ...texts, ...Object.fromEntries(read) };
  showFiles(leftOut);
  return isOnly ? read[0][1] : undefined;
}

export function dropFiles() {
  texts = {};
  showFiles([]);
}

/** A request with the chosen files as its source; the form has put the path of the entry there. */
export function withFiles(request) {
  if (!hasFiles() || request.source === undefined) return request;
  return { ...request, source: { files: texts, entry: request.source } };
}

/** A path within the chosen folder. */
function pathOf({ name, webkitRelativePath }) {
  return webkitRelativePath ? webkitRelativePath.split("/").slice(1).join("/") : name;
}

function showFiles(leftOut) {
  const entry = document.getElementById("source-entry");
  const paths = Object.keys(texts).sort();
  const known = paths.includes(entry.value) ? entry.value : undefined;
  entry.replaceChildren(...paths.map((path) => new Option(path, path)));
  entry.value = known ?? entryNames.find((name) => paths.includes(name)) ?? paths[0] ?? "";
  document.getElementById("chosen-files").hidden = paths.length === 0;
  document.getElementById("files-left-out").textContent = [
    paths.length > 0 ? `${paths.length} files are sent: ${shortened(paths)}.` : "",
    leftOut.length > 0
      ? `${leftOut.length} left out, which are no modules: ${shortened(leftOut)}.`
      : "",
  ].join(" ").trim();
}

function shortened(paths) {
  return paths.slice(0, 8).join(", ") + (paths.length > 8 ? " …" : "");
}
