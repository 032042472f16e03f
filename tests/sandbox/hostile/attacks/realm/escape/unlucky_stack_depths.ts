// Tries every trusted function near the end of the stack, for an error of another realm.
// Comes back: value /^held$/
// Takes 8000 ms
export function attack() {
  const Own = Object;
  let found = "held";
  const look = (e) => { if (typeof e === "object" && e !== null && !(e instanceof Own)) found = "ESCAPED foreign"; };
  const acts = [() => console.log("x"), () => globalThis.__opto_run(), () => JSON.parse("{"), () => [2, 1].sort(() => { throw new Error(); }), () => Error.captureStackTrace({}), () => Math.random()];
  for (const act of acts) { const deep = () => { try { act(); } catch (e) { look(e); } deep(); }; try { deep(); } catch (e) { look(e); } }
  return found;
}
