/**
 * The main module of the process that varies code: the code of candidates is parsed here, not in the host.
 *
 * @module
 */
import { serve } from "../../code/child/serve.ts";
import { extendCode, type ExtensionRequest } from "./extend_code.ts";
import { describeCode, mutateCode, type MutationRequest } from "./mutate_code.ts";
import type { NumberedRequest } from "./numbered_code.ts";
import { repairCode } from "./repair_code.ts";
import { numbersOfCode, renumberCode, type Renumbering } from "./renumber_code.ts";
import { sumCode, type Summing } from "./sum_code.ts";

// as: the host sent the arguments, through `codeVarier`.
await serve({
  mutate: (request) => mutateCode(request as MutationRequest),
  extend: (request) => extendCode(request as ExtensionRequest),
  repair: (request) => repairCode(request as NumberedRequest),
  describe: (sources) => describeCode(sources as readonly string[]),
  numbers: (sources) => numbersOfCode(sources as readonly string[]),
  renumber: (wishes) => renumberCode(wishes as readonly Renumbering[]),
  sum: (wishes) => sumCode(wishes as readonly Summing[]),
});
