// Tries to make the host compile a pattern with a flag that it does not have.
// Comes back: value /^RegExpData \{ source: "\\\\p\{RGI_Emoji\}", flags: "" \}$/
export function attack() {
  return Object.defineProperties(/\p{RGI_Emoji}/, { unicodeSets: { value: true }, flags: { value: "v" } });
}
