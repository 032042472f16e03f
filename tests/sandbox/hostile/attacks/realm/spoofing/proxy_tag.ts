// Tries a proxy that hides its key `$`, so that the text would be that of a tag.
// Comes back: value /^\{ "\$": "bigint", text: "12" \}$/
export function attack() {
  return new Proxy({ $: "bigint", text: "12" }, { has: () => false, getOwnPropertyDescriptor: (target, key) => ({ ...Reflect.getOwnPropertyDescriptor(target, key)!, configurable: true }) });
}
