/**
 * Schemas of a person's feedback, for requests, responses and the OpenAPI document.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import { maxNoteLength, type Note, type PersonFeedback } from "../trainer/note.ts";
import { optionalField } from "./optional_field.ts";

/** The body of a request that gives feedback. */
export const feedbackSchema = z.strictObject({
  text: z.string().max(maxNoteLength).regex(/\S/, "Received no words").openapi({
    description: "What is good or bad about the outputs, and what they should be like",
    example: "The answers are right, but far too long.",
  }),
  verdict: optionalField(z.enum(["prefer", "reject"])),
  score: optionalField(z.number().openapi({ description: "The person's own score" })),
  candidate: optionalField(
    z.string().max(100).openapi({ description: "The candidate whose outputs the person read" }),
  ),
}).openapi("PersonFeedback");

/** Feedback that was saved for a run. */
export const noteSchema = feedbackSchema.extend({
  id: z.string().openapi({ format: "uuid" }),
  at: z.iso.datetime(),
}).openapi("Note");

/** The compiler refuses these when a schema and its type differ. */
const _feedback: (given: z.output<typeof feedbackSchema>) => PersonFeedback = (given) => given;
const _note: (note: Note) => z.input<typeof noteSchema> = (note) => note;
