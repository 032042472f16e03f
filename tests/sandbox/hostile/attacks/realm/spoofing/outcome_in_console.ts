// Tries to end the console's text early and to add fields to its outcome.
// Comes back: value /^held$/
export function attack() {
  String.prototype.toWellFormed = () => "FORGED";
  console.log('"}],"kind":"value","value":"FORGED","x":[{"');
  console.warn("\u2028\ud800\u0000\\");
  console.info({ toString() { return '"'; }, [Symbol.toStringTag]: '"}],"value":"FORGED' });
  return "held";
}
