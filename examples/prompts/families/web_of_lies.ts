/**
 * Web of lies: "Question: Fidel lies. Vina says Fidel tells the truth. Does Vina tell the truth?"
 *
 * @module
 */
import { sample } from "../draw.ts";
import type { Family } from "../family.ts";
import { names } from "../names.ts";

const claimed = (isHonest: boolean) => isHonest ? "tells the truth" : "lies";

/** A chain of five people, each of whom speaks of the one before. */
export const webOfLies: Family = {
  name: "web_of_lies",
  make(random) {
    const [first = "", ...others] = sample(random, names, 5);
    let [before, isHonest] = [first, random() < 0.5];
    const statements = [`${first} ${claimed(isHonest)}.`];
    for (const name of others) {
      const saysHonest: boolean = random() < 0.5;
      statements.push(`${name} says ${before} ${claimed(saysHonest)}.`);
      [before, isHonest] = [name, saysHonest === isHonest];
    }
    return {
      input: `Question: ${statements.join(" ")} Does ${before} tell the truth?`,
      expected: isHonest ? "Yes" : "No",
    };
  },
  pattern: /Question: (?:\w+ (?:says \w+ )?(?:tells the truth|lies)\. )+Does \w+ tell the truth\?/g,
  solve(question) {
    const honest = new Map<string, boolean>();
    const statement = /(\w+) (?:says (\w+) )?(tells the truth|lies)\./g;
    for (const [, name = "", of, claim] of question.matchAll(statement)) {
      const isClaimed = claim === "tells the truth";
      honest.set(name, of === undefined ? isClaimed : honest.get(of) === isClaimed);
    }
    const [, asked = ""] = /Does (\w+) tell/.exec(question) ?? [];
    return honest.get(asked) === true ? "Yes" : "No";
  },
};
