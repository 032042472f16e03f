import { busyTask } from "./busy.ts";

/** Offered by one worker. */
export default busyTask("one");
