// The part of @std/async 1.5.0 that Opto uses, typed for the offline link.
export interface PooledMapOptions {
  signal?: AbortSignal;
}
export function pooledMap<T, R>(
  poolLimit: number,
  array: Iterable<T> | AsyncIterable<T>,
  iteratorFn: (data: T) => Promise<R>,
  options?: PooledMapOptions,
): AsyncIterableIterator<R>;
