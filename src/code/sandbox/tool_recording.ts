/**
 * Records what host tools answer, so that a call can be repeated without calling them again.
 *
 * @module
 */
import type { HostTool } from "../../trace/code_runner.ts";
import { copyValue } from "../../trace/copy_value.ts";
import type { Tools } from "./tool_host.ts";

/** The answer to one call of a tool; undefined while it has not come. */
type Answer = { readonly value: unknown } | { readonly error: unknown } | undefined;

/** Tools that record their answers, and tools that give these answers again. */
export interface ToolRecording {
  readonly recorded: Tools;
  readonly repeated: Tools;
  /** Forgets all answers, because the call is made again from its start. */
  restart(): void;
}

/** Wraps tools: each call of a repeated tool gets the answer of the recorded call with the same number. */
export function recordTools(tools: Tools): ToolRecording {
  const recorded = new Map<string, HostTool>();
  const repeated = new Map<string, HostTool>();
  const all: { answers: Answer[] }[] = [];
  for (const [name, tool] of tools) {
    const own: { answers: Answer[] } = { answers: [] };
    all.push(own);
    let next = 0;
    recorded.set(name, {
      ...tool,
      run: async (...args) => {
        const { answers } = own; // an attempt that was given up may still get answers
        const place = answers.push(undefined) - 1;
        try {
          const value = await tool.run(...args);
          answers[place] = { value: copyValue(value) };
          return value;
        } catch (error) {
          answers[place] = { error };
          throw error;
        }
      },
    });
    repeated.set(name, {
      ...tool,
      run: () => {
        const answer = own.answers[next++];
        if (answer === undefined) throw new Error(`Cannot repeat a call of "${name}"`);
        if ("error" in answer) throw answer.error;
        return answer.value;
      },
    });
  }
  const restart = () => all.forEach((own) => void (own.answers = []));
  return { recorded, repeated, restart };
}
