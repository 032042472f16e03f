// Tries errors made while resources are disposed, which built-ins wrap.
// Comes back: value /^held$/
export function attack() {
  const stack = new DisposableStack();
  stack.defer(() => { throw new Error("a"); });
  stack.defer(() => { throw new Error("b"); });
  try { stack.dispose(); } catch (e) { return e instanceof SuppressedError && e.error instanceof Error && e.suppressed instanceof Error ? "held" : "ESCAPED foreign"; }
  return "nothing was thrown";
}
