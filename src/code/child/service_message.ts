/**
 * The messages between a service and its users, each in one frame.
 *
 * @module
 */

/** What the host sends. */
export interface ServiceRequest {
  /** Unique; answers come in the order of the requests. */
  readonly id: number;
  /** Of the function to call. */
  readonly name: string;
  readonly argument: unknown;
}

/** The answer to a request. */
export type ServiceAnswer =
  | {
    readonly type: "answer";
    readonly id: number;
    readonly value: unknown;
    /** Whether the child will answer no other request. */
    readonly isLast: boolean;
  }
  | {
    /** The function threw. */
    readonly type: "failure";
    readonly id: number;
    readonly name: string;
    readonly message: string;
    readonly isLast: boolean;
  };

/** What the child sends. */
export type ServiceMessage = { readonly type: "ready" } | ServiceAnswer;
