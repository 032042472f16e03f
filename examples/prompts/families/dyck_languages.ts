/**
 * Dyck languages: "Complete the rest of the sequence, making sure that the parentheses are closed properly. Input: [ [".
 *
 * @module
 */
import { pick, whole } from "../draw.ts";
import type { Family } from "../family.ts";

const closing: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}", "<": ">" };

/** Two to five brackets to close, after up to twenty others. */
export const dyckLanguages: Family = {
  name: "dyck_languages",
  make(random) {
    const [tokens, open]: [string[], string[]] = [[], []];
    const [length, left] = [whole(random, 4, 24), whole(random, 2, 5)];
    while (tokens.length < length || open.length !== left) {
      if (open.length > 0 && (open.length > left || tokens.length < length && random() < 0.45)) {
        tokens.push(closing[open.pop()!]!); // !: one is open
      } else {
        open.push(pick(random, Object.keys(closing)));
        tokens.push(open.at(-1)!); // !: it was pushed
      }
    }
    return {
      input:
        "Complete the rest of the sequence, making sure that the parentheses are closed properly. " +
        `Input: ${tokens.join(" ")}`,
      expected: open.reverse().map((bracket) => closing[bracket]).join(" "),
    };
  },
  pattern:
    /Complete the rest of the sequence, making sure that the parentheses are closed properly\. Input: [()[\]{}<>](?: [()[\]{}<>])*/g,
  solve(question) {
    const missing: string[] = [];
    for (const bracket of question.split("Input: ")[1]!.split(" ")) { // !: the pattern has it
      const close = closing[bracket];
      if (close === undefined) missing.shift();
      else missing.unshift(close);
    }
    return missing.join(" ");
  },
};
