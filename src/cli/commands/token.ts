/**
 * `token create`: makes a token for a holder of a server.
 *
 * @module
 */
import { UsageError } from "../../errors.ts";
import { plainText } from "../../printable.ts";
import { type Scope, scopes } from "../../server/access/holder.ts";
import { addTokenLine, newToken } from "../../server/access/new_token.ts";
import { type Command, defineCommand } from "../command.ts";
import { lines } from "../terminal_text.ts";

const details = `The token is printed once, on standard output. The line holds its SHA-256 only.
Limits are written into the line by hand: "limits": {"queued": 5, "running": 1, "streams": 10,
"requestsPerMinute": 120, "sourceBytes": 65536, "budget": {"usd": 1, "seconds": 600},
"spending": {"days": 7, "usd": 5}}. budget is for each job, spending for all of some days together.
A holder may have several tokens: to change one, create another, then remove the line of the first.`;

/** Makes a token, and prints it with its line or adds the line to a file. */
export const tokenCommand: Command = defineCommand({
  usage: "create",
  words: [1, 1],
  details,
  options: {
    id: { kind: "string", value: "NAME", help: "Holder, whose jobs no other holder sees" },
    scopes: {
      kind: "string",
      value: "LIST",
      help: "What it may do: submit, read, admin",
      default: "submit,read",
    },
    tokens: { kind: "string", value: "FILE", help: "File of serve --tokens to add the line to" },
  },
  async run({ words: [verb], options }, { terminal }) {
    if (verb !== "create") {
      throw new UsageError(`Cannot ${plainText(verb ?? "")} a token: expected "create"`);
    }
    if (options.id === undefined) {
      throw new UsageError("Cannot create a token: received no holder", {
        advice: "Write: token create --id ann.",
      });
    }
    const given = (options.scopes ?? "submit,read").split(",").map(parseScope);
    const { token, line } = newToken(options.id, [...new Set(given)]);
    if (options.tokens !== undefined) await addTokenLine(options.tokens, line);
    terminal.out(lines([token]));
    if (options.tokens === undefined) terminal.out(lines([line]));
    return 0;
  },
});

function parseScope(text: string): Scope {
  const scope = scopes.find((scope) => scope === text.trim());
  if (scope !== undefined) return scope;
  throw new UsageError(`Cannot use "${plainText(text)}" as a scope`, {
    advice: `Scopes are ${scopes.join(", ")}, separated by commas.`,
  });
}
