// Tries a worker of its own that asks for nothing.
// Comes back: value|crashed|timeout /^held$|V8|memory|ended|did not answer/
// Takes 600 ms
const source = `postMessage(["read", "write", "net", "env", "run"].some((name) => Deno.permissions.querySync({ name }).state !== "denied"))`;
serve(() => new Promise((yes) => {
  let worker;
  try { worker = new Worker("data:text/javascript," + encodeURIComponent(source), { type: "module" }); } catch { return yes("held"); }
  worker.onmessage = ({ data }) => yes(data ? "ESCAPED granted" : "held");
  worker.onerror = (event) => { event.preventDefault(); yes("held"); };
}));
