/**
 * Random zod schemas for tests of the search.
 *
 * @module
 */
import { z } from "zod";
import { drawIndex, type Random } from "../../../src/search/draw.ts";

/** A schema of any of the forms that zod writes as JSON Schema. */
export function randomSchema(random: Random, depth = 3): z.ZodType {
  const leaves = [
    () => z.number(),
    () => z.number().min(-2).max(draw(random, 5)),
    () => z.number().gt(0).lt(0.5),
    () => z.number().min(1e6).max(1e6 + 1),
    () => z.number().min(1e-6).max(1e6),
    () => z.number().multipleOf(0.1).min(-1).max(1),
    () => z.number().multipleOf(2).multipleOf(3).gt(0),
    () => z.number().positive(),
    () => z.number().max(-3),
    () => z.int(),
    () => z.int().min(0).max(draw(random, 9)),
    () => z.int().gt(0).lt(100).multipleOf(7),
    () => z.boolean(),
    () => z.enum(["x", "y", "z"]),
    () => z.literal(["a", 3, null]),
    () => z.null(),
    () => z.string(),
    () => z.string().min(2).max(20),
  ];
  if (depth === 0) return leaves[drawIndex(random, leaves.length)]!();
  const below = () => randomSchema(random, depth - 1);
  const object = () => ({ a: below(), b: below().optional(), c: below().default(null) });
  const forms = [
    ...leaves,
    () => below().nullable(),
    () => z.union([below(), below(), z.enum(["p", "q"])]),
    () =>
      z.discriminatedUnion("kind", [
        z.object({ kind: z.literal("one"), value: below() }),
        z.strictObject({ kind: z.literal("two"), list: z.array(below()).min(1).max(3) }),
      ]),
    () => z.tuple([below(), below()]),
    () => z.tuple([below(), below().optional()]),
    () => z.tuple([below()], z.boolean()),
    () => z.array(below()),
    () => z.array(below()).min(2).max(4),
    () => z.array(below()).length(2),
    () => z.object(object()),
    () => z.strictObject(object()),
    () => z.looseObject(object()),
    () => z.object(object()).catchall(z.boolean()),
    () => z.record(z.string(), below()),
    () => z.record(z.enum(["left", "right"]), below()),
    () => z.partialRecord(z.enum(["left", "right"]), below()),
    () => z.intersection(z.object({ a: below() }), z.object({ b: below().optional() })),
    () => chain(below()),
    () => tree(below()),
  ];
  return forms[drawIndex(random, forms.length)]!();
}

function chain(value: z.ZodType): z.ZodType {
  const link: z.ZodType = z.object({
    value,
    get next() {
      return link.nullable();
    },
  });
  return link;
}

function tree(value: z.ZodType): z.ZodType {
  const node: z.ZodType = z.object({
    value,
    get children() {
      return z.array(node).max(2);
    },
  });
  return node;
}

const draw = (random: Random, count: number) => 1 + drawIndex(random, count);
