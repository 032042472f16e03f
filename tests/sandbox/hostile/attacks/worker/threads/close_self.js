// Tries to end only its thread, so that the process stays and nobody answers.
// Comes back: crashed|timeout /./
serve(() => { self.close(); for (;;); });
