/**
 * A robot that walks to a place in fifty steps: a long loop whose steps read fields of a state.
 *
 * @module
 */
import { bundle, defineTask, type MaybeNode, Module, node, trainable } from "@opto/opto";

/** Where the robot is, how fast it moves, and where it shall be; metres and metres per second. */
interface State {
  readonly x: number;
  readonly speed: number;
  readonly goal: number;
}

const turns = 50;

class Robot extends Module<State, number> {
  control = trainable(function control(x: number, speed: number, goal: number): number {
    return (goal - x) * 0.3 - speed * 0.1;
  }, { description: "The force for the next tenth of a second, from -1 to 1." });

  async forward(start: MaybeNode<State>) {
    let state = node<State>(start as State, { name: "state", description: "m and m/s" }); // as: it may be a node
    for (let turn = 0; turn < turns; turn++) {
      const force = await this.control(state.get("x"), state.get("speed"), state.get("goal"));
      state = move(state, force);
    }
    return state.get("x");
  }
}

const move = bundle(function move(state: State, force: number): State {
  const speed = state.speed + Math.max(-1, Math.min(1, force)) * 0.1;
  return { ...state, speed, x: state.x + speed * 0.1 };
}, { description: "Moves the robot for a tenth of a second." });

/** The task, with four starts. */
export default defineTask({
  name: "robot",
  objective: "End as near to the goal as you can.",
  agent: () => new Robot(),
  examples: { train: [1, 2, 3, 4].map((goal) => ({ input: { x: 0, speed: 0, goal } })) },
  guide({ input: { goal } }, x) {
    if (x instanceof Error) return { score: -10, feedback: x.message };
    const miss = Math.abs(goal - Number(x));
    return { score: -miss, feedback: `It ended ${miss} m from the goal.` };
  },
});
