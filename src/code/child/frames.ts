/**
 * Frames on the pipe of a child, for other rooms.
 *
 * @module
 */
export { encodeFrame, FrameReader } from "../../../sandbox/frame.ts";
