// Copies the code of the best candidate: the whole text from the endpoint, for the page cuts long ones.
import { call } from "./call.js";

/** Tells what was copied. */
export async function copyCode(path, name) {
  const { parameters, step } = await call(path);
  await copy(String(parameters[name]));
  return `Copied ${name} of step ${step}.`;
}

async function copy(text) {
  if (navigator.clipboard !== undefined) return await navigator.clipboard.writeText(text);
  const area = document.createElement("textarea"); // without TLS browsers have only this way
  area.value = text;
  document.body.append(area);
  area.select();
  const isCopied = document.execCommand("copy");
  area.remove();
  if (!isCopied) throw new Error("The browser does not allow copying; select the code instead.");
}
