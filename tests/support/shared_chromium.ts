/**
 * One browser for all tests of a file. Each page that `newPage` opens has a context of its own.
 *
 * @module
 */
import { openChromium } from "./chromium.ts";

/** Opened before the first test, so that no test starts a process that outlives it. */
export const sharedChromium = await openChromium();
Deno.test.afterAll(() => sharedChromium.close());
