/**
 * First names of the people in the questions.
 *
 * @module
 */

/** Each begins with another letter. */
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
