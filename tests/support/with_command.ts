/**
 * Tests that need a program which not every machine has.
 *
 * @module
 */

/** A test that is skipped, with a note, where a program is missing. */
export function testWithCommand(command: string, name: string, run: () => Promise<void>): void {
  const ignore = !hasCommand(command);
  if (ignore) console.warn(`skipped, for there is no ${command}: ${name}`);
  Deno.test({ name, ignore, fn: run });
}

function hasCommand(command: string): boolean {
  try {
    return new Deno.Command(command, { args: ["--version"] }).outputSync().success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
