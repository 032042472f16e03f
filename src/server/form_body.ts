/**
 * The form in the body of a request.
 *
 * @module
 */
import type { HonoRequest } from "hono";
import { Problem } from "./problem.ts";

/** The form in a body. @throws {Problem} `bad-form` */
export async function formBody(request: HonoRequest): Promise<FormData> {
  try {
    return await request.formData();
  } catch (cause) {
    if (cause instanceof Problem) throw cause; // of a body that is too slow or ends early
    throw new Problem("bad-form", { cause });
  }
}
