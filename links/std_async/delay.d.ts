// The part of @std/async 1.5.0 that Opto uses, typed for the offline link.
export interface DelayOptions {
  signal?: AbortSignal;
  persistent?: boolean;
}
export function delay(ms: number, options?: DelayOptions): Promise<void>;
