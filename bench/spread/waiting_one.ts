import { waitingTask } from "./busy.ts";

/** Offered by one worker. */
export default waitingTask("waiting one");
