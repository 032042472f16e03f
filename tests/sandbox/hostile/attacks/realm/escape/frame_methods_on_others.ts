// Tries the realm's stack hook on an error whose frames were taken by a subclass, an async call and a bound function.
// Comes back: value /^held$/
// In a task: there is one realm
export async function attack() {
  const stacks = [];
  Error.prepareStackTrace = (_, frames) => frames;
  class Sub extends TypeError { static { this.prepareStackTrace = (_, frames) => frames; } }
  await (async () => { await null; stacks.push(new Sub().stack); })();
  stacks.push(Reflect.construct(Error, [], Sub).stack);
  try { null.x; } catch (e) { stacks.push(e.stack); }
  try { await Promise.any([Promise.reject(new Sub())]); } catch (e) { stacks.push(e.stack, e.errors[0].stack); }
  return stacks.every((s) => typeof s === "string") ? "held" : "ESCAPED";
}
