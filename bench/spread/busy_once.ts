import { busyTask } from "./busy.ts";

/** Loaded before the time of an evaluation is known. */
export default busyTask("busy");
