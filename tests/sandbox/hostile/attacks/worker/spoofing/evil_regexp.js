// Tries a regular expression whose compilation would take gigabytes.
// Comes back: value /^RegExpData \{ source: ".{1,10000}", flags: "v" \}$/
forge((id) => reply(id, JSON.stringify([{ kind: "value", value: { $: "regexp", source: "\\p{RGI_Emoji}".repeat(700), flags: "v" } }])));
