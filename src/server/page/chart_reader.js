// Reads a chart point by point: under the pointer or a finger, and with the keys of a slider, whose value is spoken.

const steps = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -10,
  PageUp: 10,
};

const readingsOf = (chart) => JSON.parse(chart.querySelector(".readings").dataset.readings);
const drawingOf = (chart) =>
  [...chart.querySelectorAll("svg[data-left]")].find((svg) => svg.clientWidth > 0);

/** Lays the slider over the shown drawing, in shares of the chart, so that it never reaches out of a narrower window. */
function place(chart) {
  const [reader, drawing] = [chart.querySelector(".reader"), drawingOf(chart)];
  if (!reader || !drawing) return;
  const { left, right } = drawing.dataset;
  const [outer, inner] = [chart.getBoundingClientRect(), drawing.getBoundingClientRect()];
  reader.hidden = chart.querySelector(".reading").hidden = false;
  const share = (pixels) => `${100 * pixels / outer.width}%`;
  reader.style.left = share(inner.left - outer.left + left * inner.width);
  reader.style.width = share((right - left) * inner.width);
  reader.style.top = `${inner.top - outer.top}px`;
  reader.style.height = `${inner.height}px`;
  reader.setAttribute("aria-valuemax", Math.max(0, readingsOf(chart).length - 1));
}

function read(chart, index) {
  const readings = readingsOf(chart);
  const at = Math.min(readings.length - 1, Math.max(0, index));
  if (at < 0) return;
  const { share, text } = readings[at];
  const reader = chart.querySelector(".reader");
  const mark = reader.firstElementChild ?? reader.appendChild(document.createElement("span"));
  mark.style.left = `${share * 100}%`;
  reader.setAttribute("aria-valuenow", at);
  reader.setAttribute("aria-valuetext", text);
  chart.querySelector(".reading").textContent = text;
}

function readAtPointer({ target, clientX }) {
  const reader = target.closest?.(".reader");
  if (!reader) return;
  const chart = reader.closest(".chart");
  const { left, width } = reader.getBoundingClientRect();
  const wanted = (clientX - left) / width;
  const distances = readingsOf(chart).map(({ share }) => Math.abs(share - wanted));
  read(chart, distances.indexOf(Math.min(...distances)));
}

addEventListener("pointermove", readAtPointer);
addEventListener("pointerdown", readAtPointer);

addEventListener("keydown", (event) => {
  const reader = event.target.closest?.(".reader");
  if (!reader || event.altKey || event.ctrlKey || event.metaKey) return;
  const now = Number(reader.getAttribute("aria-valuenow"));
  const last = Number(reader.getAttribute("aria-valuemax"));
  const to = { Home: 0, End: last }[event.key] ?? now + (steps[event.key] ?? NaN);
  if (Number.isNaN(to)) return;
  event.preventDefault();
  read(reader.closest(".chart"), to);
});

addEventListener("focusin", ({ target }) => {
  const reader = target.closest?.(".reader");
  if (reader?.firstElementChild === null) {
    read(reader.closest(".chart"), Number(reader.getAttribute("aria-valuenow")));
  }
});

function placeAll() {
  for (const readings of document.querySelectorAll(".readings")) place(readings.closest(".chart"));
}

placeAll();
addEventListener("resize", placeAll);
addEventListener("refreshed", placeAll);
