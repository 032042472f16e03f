/**
 * Knows the proxies of a realm, so that printing a value runs no code of a candidate.
 *
 * @module
 */
import { apply, construct, defineProperty, uncurry } from "./primordials.ts";

const known = new WeakSet<object>();
const add = uncurry(WeakSet.prototype.add) as (set: WeakSet<object>, proxy: object) => unknown;
const has = uncurry(WeakSet.prototype.has) as (set: WeakSet<object>, value: object) => boolean;

/** Replaces `Proxy` by one that notes what it makes; runs before any candidate code. */
export function noteProxies(): void {
  const { revocable } = Proxy;
  defineProperty(Proxy, "revocable", {
    value: (target: object, handler: ProxyHandler<object>) => {
      const made = apply(revocable, undefined, [target, handler]) as { proxy: object };
      add(known, made.proxy);
      return made;
    },
  });
  const noting = new Proxy(Proxy, {
    construct(target, args) {
      const made = construct(target, args) as object; // a constructor makes objects
      add(known, made);
      return made;
    },
  });
  add(known, noting);
  defineProperty(globalThis, "Proxy", { value: noting });
}

/** Whether an object is a proxy that this realm made. */
export function isProxy(value: object): boolean {
  return has(known, value);
}
