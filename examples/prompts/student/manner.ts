/**
 * How the SYNTHETIC student treats the questions of each family. It is no language model; see `synthetic_student.ts`.
 *
 * @module
 */
import { pick, whole } from "../draw.ts";

/** What the student does with questions of one family. */
export interface Manner {
  /** What the instructions of a prompt must name so that it works by the right procedure. */
  readonly procedure: RegExp;
  /** Its own way of writing an answer, and what the instructions must name so that it takes the expected one. */
  readonly ownForm?: { readonly write: (answer: string) => string; readonly unless: RegExp };
  /** A wrong answer that looks like a right one. */
  readonly mistake: (answer: string, random: () => number, question: string) => string;
}

const numberWords =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
    .split(" ");

const tens = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");

/** A number below a hundred in words. */
function inWords(number: number): string {
  const word = numberWords[number];
  if (word !== undefined) return word;
  const ten = tens[Math.floor(number / 10) - 2] ?? "many";
  return number % 10 === 0 ? ten : `${ten}-${numberWords[number % 10]}`;
}

const isOtherWord = (one: string, other: string) => (answer: string): string =>
  answer === one ? other : one;

const isOtherNumber = (most: number) => (answer: string, random: () => number): string =>
  String(Number(answer) + pick(random, [-1, 1]) * whole(random, 1, most));

/** By the name of the family. */
export const manners: Readonly<Record<string, Manner>> = {
  word_sorting: {
    procedure: /first letter|letter by letter/i,
    ownForm: { write: (answer) => answer.replaceAll(" ", ", "), unless: /\bspaces?\b/i },
    mistake(answer, random) {
      const words = answer.split(" ");
      const place = whole(random, 0, words.length - 2);
      return words.toSpliced(place, 2, words[place + 1]!, words[place]!).join(" "); // !: three words or more
    },
  },
  object_counting: {
    procedure: /one by one|add up|running total/i,
    ownForm: {
      write: (answer) => inWords(Number(answer)),
      unless: /\b(?:digits?|numerals?|number)\b/i,
    },
    mistake: isOtherNumber(2),
  },
  web_of_lies: {
    procedure: /one (?:person|statement) after|statement by statement|each (?:person|statement)/i,
    ownForm: {
      write: (answer) => answer === "Yes" ? "tells the truth" : "lies",
      unless: /\byes\b.*\bno\b|\bno\b.*\byes\b/is,
    },
    mistake: isOtherWord("Yes", "No"),
  },
  dyck_languages: {
    procedure: /\bstack\b/i,
    ownForm: { write: (answer) => answer.replaceAll(" ", ""), unless: /\bspaces?\b/i },
    mistake: (answer) => answer.split(" ").slice(0, -1).join(" "),
  },
  boolean_expressions: {
    procedure: /parenthes|bracket|innermost/i,
    mistake: isOtherWord("True", "False"),
  },
  multistep_arithmetic_two: {
    procedure: /parenthes|bracket|innermost|order of operations/i,
    mistake: isOtherNumber(9),
  },
  navigate: {
    procedure: /coordinate|position/i,
    mistake: isOtherWord("Yes", "No"),
  },
  tracking_shuffled_objects: {
    procedure: /after (?:each|every) (?:swap|trade)|who (?:has|holds)/i,
    mistake(answer, random, question) {
      const letters = question.match(/\([A-Z]\)/g) ?? [];
      return pick(random, letters.filter((letter) => letter !== answer));
    },
  },
};
