import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import type { CodeRunner } from "../../src/trace/code_runner.ts";
import {
  defaultCodeRunner,
  hostServices,
  installHostServices,
} from "../../src/trace/host_services.ts";
import { node } from "../../src/trace/node.ts";

Deno.test("installHostServices() replaces services by name, and makes the runner at its first use", () => {
  assertThrows(() => defaultCodeRunner(), TypeError, "Cannot run trainable code without a sandbox");
  assertThrows(() => node(1).backward("x"), TypeError, "Cannot run backward without a rule");
  let made = 0;
  const codeRunner = () => ({ made: ++made }) as unknown as CodeRunner; // never called
  installHostServices({ codeRunner });
  assertEquals(made, 0);
  const runner = defaultCodeRunner();
  assertStrictEquals(defaultCodeRunner(), runner);
  const judged: unknown[] = [];
  installHostServices({ backward: (...args) => void judged.push(...args) });
  assertStrictEquals(defaultCodeRunner(), runner);
  assertStrictEquals(hostServices().codeRunner, codeRunner);
  installHostServices({ codeRunner });
  assertEquals([defaultCodeRunner() === runner, made], [false, 2]);
  const x = node(1);
  x.backward();
  x.backward("larger", { retainGraph: true });
  assertEquals(judged, [x, "", {}, x, "larger", { retainGraph: true }]);
});
