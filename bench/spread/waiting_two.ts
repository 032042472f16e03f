import { waitingTask } from "./busy.ts";

/** Offered by both workers. */
export default waitingTask("waiting two");
