// Calls the endpoint; a refusal is an error with the faults of fields.

export class Refusal extends Error {
  constructor({ title, detail, errors = [] }) {
    super([title, detail].filter(Boolean).join(". "));
    this.title = title;
    this.faults = errors;
  }
}

export async function call(path, { method, body } = {}) {
  const headers = body === undefined ? {} : { "content-type": "application/json" };
  const response = await fetch(path, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const isJson = /json/.test(response.headers.get("content-type") ?? "");
  const answer = isJson ? await response.json() : {};
  if (response.ok) return answer;
  throw new Refusal(isJson ? answer : { title: `The server answered ${response.status}` });
}

/** What controls named by JSON pointers hold, as JSON; empty ones are left out. */
export function valueOf(form) {
  const value = {};
  for (const control of form.querySelectorAll("[data-kind]")) {
    const { name, type, checked, dataset, disabled } = control;
    const text = control.value.trim();
    if (disabled || text === "" || (type === "radio" && !checked)) continue;
    const keys = name.slice(1).split("/");
    const last = keys.pop();
    const place = keys.reduce((record, key) => record[key] ??= {}, value);
    place[last] = dataset.kind === "number" ? Number(text) : control.value;
  }
  return value;
}

/** Shows faults at their controls, and what has none in `rest`; gives the first control at fault. */
export function showFaults(form, { title, message, faults = [] }, rest) {
  clearFaults(form, rest);
  const controls = [...form.querySelectorAll("[data-kind]")];
  const others = [];
  let first;
  for (const { pointer, detail } of faults) {
    const control = controls.find(({ name, disabled }) => name === pointer && !disabled);
    const line = control && document.getElementById(`fault-of-${pointer}`);
    if (!line) others.push(`${pointer}: ${detail}`);
    else {
      line.textContent = detail;
      control.setAttribute("aria-invalid", "true");
      control.setAttribute("aria-describedby", line.id);
      first ??= control;
    }
  }
  rest.textContent = first === undefined || others.length > 0
    ? [message, ...others].join("\n")
    : `${title}; see the fields below.`;
  (first ?? rest).focus();
}

export function clearFaults(form, rest) {
  rest.textContent = "";
  for (const line of form.querySelectorAll(".fault")) line.textContent = "";
  for (const control of form.querySelectorAll("[aria-invalid]")) {
    control.removeAttribute("aria-invalid");
    control.removeAttribute("aria-describedby");
  }
}
