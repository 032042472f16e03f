/**
 * First names of the people in the questions.
 *
 * @module
 */

/** No two begin alike, so that no answer is ambiguous. */
export const names = [
  "Alice",
  "Bob",
  "Claire",
  "Dave",
  "Eve",
  "Fidel",
  "Gwenn",
  "Henry",
  "Inga",
  "Jerry",
  "Kristian",
  "Leda",
  "Millicent",
  "Osvaldo",
  "Raymond",
  "Sherrie",
  "Teressa",
  "Vina",
] as const;
