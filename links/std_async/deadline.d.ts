// The part of @std/async 1.5.0 that Opto uses, typed for the offline link.
export interface DeadlineOptions {
  signal?: AbortSignal;
}
export function deadline<T>(p: Promise<T>, ms: number, options?: DeadlineOptions): Promise<T>;
