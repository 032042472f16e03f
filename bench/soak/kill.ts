/**
 * Starts sandboxes, runs an endless loop in each, and kills them.
 *
 * @module
 */
import { kernelText } from "../../src/code/sandbox/kernel_text.ts";
import { resolveLimits } from "../../src/code/sandbox/limits.ts";
import { withEscapeProbe } from "../../src/code/sandbox/probes/escape_probe.ts";
import { SandboxProcess } from "../../src/code/sandbox/sandbox_process.ts";
import { sandboxChildren } from "../../tests/sandbox/hostile/host_state.ts";
import { type Figures, spread } from "./figures.ts";

/** Processes at the same time. */
const width = 4;

/** @param count number of kills */
export async function kill(count: number): Promise<Figures> {
  const startMs: number[] = [];
  const killMs: number[] = [];
  const text = withEscapeProbe(
    await kernelText(),
    "worker",
    `ready(); for (;;);`,
  );
  const limits = resolveLimits();
  let left = count;
  async function killSome(): Promise<void> {
    while (left-- > 0) {
      const start = performance.now();
      const process = await SandboxProcess.start(limits, { text });
      const ready = performance.now();
      await process.kill("is not needed any more");
      startMs.push(ready - start);
      killMs.push(performance.now() - ready);
    }
  }
  await Promise.all(Array.from({ length: width }, killSome));
  const orphans = sandboxChildren();
  return {
    rows: [["start", spread(startMs)], ["kill and reap", spread(killMs)]],
    faults: orphans.length > 0 ? [`processes remain: ${orphans.join()}`] : [],
  };
}
