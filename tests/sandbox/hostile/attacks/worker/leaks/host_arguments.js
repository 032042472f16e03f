// Tries to learn from process ids, arguments and paths what it must not know.
// Comes back: value /^held$/
serve(({ directory }) => {
  const known = JSON.stringify([Deno.args, Deno.mainModule?.slice?.(0, 30), (() => { try { return Deno.cwd(); } catch { return ""; } })()]);
  return known.includes(directory) || known.includes("hostile") || Deno.args.length ? "ESCAPED " + known : "held";
});
