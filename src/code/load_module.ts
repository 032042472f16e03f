/**
 * Fetches modules of the author's from where they are, to read them; each once.
 *
 * @module
 */
import { parse, type ParsedModule } from "./parse.ts";
import { RecentMap } from "./recent_map.ts";

const kept = new RecentMap<string, Promise<ParsedModule | undefined>>(64);

/** The module at `url`, or `undefined` when it cannot be had or is not plain TypeScript, like one with JSX. */
export function loadModule(url: string): Promise<ParsedModule | undefined> {
  return kept.getOrInsert(url, async () => {
    try {
      const response = await fetch(url);
      return response.ok ? await parse(await response.text()) : undefined;
    } catch {
      // Whoever asks has the function itself to read, and says what is missing when that is not enough.
      return undefined;
    }
  });
}
