import { busyTask } from "./busy.ts";

/** Offered by both workers. */
export default busyTask("two");
