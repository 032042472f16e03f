// Keeps the shown page up to date: fetches it again and takes over what differs. The server escapes the texts of jobs; a
// parsed document runs no script.

const pollMs = 3000;
const leastPauseMs = 1000;

document.documentElement.classList.add("scripted");

let running; // the refresh under way
let isStale = false; // something happened meanwhile
let lastMs = 0;

/** Makes one node like another: focus, open parts and elements marked `data-own` stay as they are. */
function morph(from, to) {
  if (from.isEqualNode(to)) return;
  if (from.nodeType !== Node.ELEMENT_NODE) return void (from.data = to.data);
  if ("own" in from.dataset) return;
  const isKept = (name) => name === "open" && from.nodeName === "DETAILS";
  for (const { name } of [...from.attributes]) {
    if (!to.hasAttribute(name) && !isKept(name)) from.removeAttribute(name);
  }
  for (const { name, value } of to.attributes) {
    if (from.getAttribute(name) !== value && !isKept(name)) from.setAttribute(name, value);
  }
  morphChildren(from, to);
}

/** Children are the same when their ids are, or, without one, when they are of one kind at the same place. */
function morphChildren(from, to) {
  const known = new Map(
    [...from.children].filter(({ id }) => id).map((child) => [child.id, child]),
  );
  const kept = new Set([...to.children].map(({ id }) => id));
  let place = from.firstChild;
  for (const next of [...to.childNodes]) {
    while (place?.id && !kept.has(place.id)) place = removed(place);
    const same = next.id ? known.get(next.id) : place;
    if (!same || same.nodeName !== next.nodeName || (!next.id && same.id)) {
      from.insertBefore(next, place);
      continue;
    }
    if (same === place) place = place.nextSibling;
    else from.insertBefore(same, place);
    morph(same, next);
  }
  while (place) place = removed(place);
}

function removed(node) {
  const next = node.nextSibling;
  node.remove();
  return next;
}

function tell(text) {
  const line = document.getElementById("connection");
  if (line.textContent !== text) line.textContent = text;
}

async function fetchPage() {
  const start = performance.now();
  try {
    const response = await fetch(location.href, { headers: { accept: "text/html" } });
    if (!response.ok) return tell(`The server answered ${response.status}; load the page again.`);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const focused = document.activeElement;
    const main = document.getElementById("main");
    morphChildren(main, page.getElementById("main"));
    if (focused !== document.body && !focused.isConnected) main.focus(); // what had it is gone
    tell("");
  } catch {
    tell("No connection to the server; trying again.");
    isStale = true;
  }
  lastMs = performance.now() - start;
}

/** Fetches the page, at most once a second and less often where that takes long; several calls at once are one. */
export function refresh() {
  isStale = true;
  running ??= (async () => {
    while (isStale) {
      isStale = false;
      await fetchPage();
      dispatchEvent(new Event("refreshed"));
      await new Promise((resolve) => setTimeout(resolve, Math.max(leastPauseMs, 4 * lastMs)));
    }
    running = undefined;
  })();
}

if (document.querySelector("[data-poll], #none") !== null) {
  setInterval(() => document.hidden || refresh(), pollMs);
}
