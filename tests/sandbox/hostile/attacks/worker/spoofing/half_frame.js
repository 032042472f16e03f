// Tries a frame that never ends.
// Comes back: timeout /did not answer/
forge(() => { raw('{"id":', 1000); for (;;); });
