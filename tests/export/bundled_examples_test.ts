import { assertEquals, assertStringIncludes } from "@std/assert";
import { scriptedModel, withModel } from "../../mod.ts";
import { withSandbox } from "../../src/trace/ambient.ts";
import { agentCall } from "../../src/trace/agent/agent.ts";
import { exportModule } from "../../src/export/export_module.ts";
import { randomFrom } from "../../src/seeds.ts";
import { examplesOf } from "../../src/task/examples.ts";
import { loadTask } from "../../src/task/load_task.ts";
import { sharedSandbox } from "../support/shared_sandbox.ts";
import { tempDir } from "../support/temp_dir.ts";

const examples = new URL("../../examples/", import.meta.url);

for (const { name } of Deno.readDirSync(examples)) {
  if (!name.endsWith(".ts") || name === "random.ts") continue; // random numbers are no task
  Deno.test(`the agent of examples/${name} is exported, and runs on Deno without Opto`, async () => {
    const { task, url } = await loadTask(new URL(name, examples).href);
    const agent = task.agent() as Parameters<typeof exportModule>[0]; // as: loadTask gives tasks of any agent
    const { train } = await examplesOf(task, { seed: randomFrom(1)() * 1000 | 0 });
    const { input } = train[0] ?? {};
    const expected = await withSandbox(
      sharedSandbox,
      () =>
        withModel(scriptedModel(() => "refund"), () => agentCall(agent as never, input as never)),
    );

    const directory = await tempDir();
    const source = await exportModule(agent, { modules: [url] });
    await Deno.writeTextFile(`${directory}/agent.ts`, source);
    await Deno.writeTextFile(
      `${directory}/main.ts`,
      `import * as agent from "./agent.ts";
       const { forward } = agent;
       if (agent.agentModel) agent.agentModel.generate = async () => ({ text: "refund" });
       console.log(JSON.stringify(await forward(${JSON.stringify(input)})));`,
    );
    const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "--no-config", "--no-remote", "--no-npm", `${directory}/main.ts`],
      cwd: directory,
    }).output();
    assertEquals([success, new TextDecoder().decode(stderr)], [true, ""]);
    assertEquals(JSON.parse(new TextDecoder().decode(stdout)), expected.data);
    if (name === "battleship.ts") {
      assertStringIncludes(source, "/** The board after a shot. */\nconst fire = bundle(");
      assertStringIncludes(source, "async forward(fleet: MaybeNode<Square[]>) {");
      assertStringIncludes(source, "type Square = [row: number, column: number];");
    }
  });
}
