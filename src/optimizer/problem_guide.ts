/**
 * The guides to problems: what a model is shown, section by section.
 *
 * @module
 */
/** How the history reads. */
const historyGuide =
  "#History: earlier values, each compared on the same examples with those it was made from; step 0 is the start. In a diff, " +
  "`+` marks what was tried. Do not repeat what did not help.";

/** The guide to a problem with a trace. */
const traceGuide =
  `You improve programs. You are shown one or more runs of a TypeScript program and feedback on what came out. Some of the \
program's values are variables: you may change them, and nothing else. Find out how the variables led to the outputs, and \
propose values that will earn better feedback, also on inputs that are not shown.

A problem has these sections; one with nothing to show is left out.
#Instruction: the task, and the objective.
#Code: the steps of the runs, the worst run first. \`const y = f(a: x);\` means that the function f was called with x as its argument a, \
and gave y. A comment counts steps that repeat.
#Documentation: what the functions in #Code do.
#Variables: the variables with their current values. One marked (code) is a function; it is called in #Code by its name.
#Constraints: what a variable means, and what its values must fulfil.
#Inputs: values that went in and cannot be changed.
#Others: values computed on the way.
#Inside: what happened inside some steps, as a debugger sees it: lines of the function's source, by number, with what they did \
behind \`//\`; then calls and console output.
#Outputs: the values that were judged. A step that failed shows its error, with the line of the source that failed.
#Feedback: what was said of each output; a higher score is better.
${historyGuide}`;

/** The guide to a problem without a trace. */
const plainGuide =
  `You improve values. You are shown variables of a program, and what was tried before with the scores and the feedback it got. \
Propose values that will score higher. You do not see the program itself.

A problem has these sections; one with nothing to show is left out.
#Instruction: the task, and the objective.
#Variables: the variables with their current values. One marked (code) is a function.
#Constraints: what a variable means, and what its values must fulfil.
#Feedback: what was said of the outputs with the current values; a higher score is better.
${historyGuide}`;

/** The guide to a problem with gradients: the values, and how each should change. */
const gradientGuide = plainGuide
  .replace(
    "You do not see the program itself.",
    "You do not see the program itself, but how each variable should change, as found by going back from the outputs through \
its steps.",
  )
  .replace(
    /^#Feedback: .*$/m,
    "#Feedback: what was said of the outputs with the current values; a higher score is better. Then, behind the name of a " +
      "variable, how it should change.",
  );

/** The guide to one step back: a value, the steps that use it, and what was said of their results. */
const stepBackGuide =
  `You find out how one value in a program should change. You are shown the steps of a TypeScript program that use the value, \
and what was said of their results: feedback, or how they should change.

${sectionLines(traceGuide)}

Say in at most 120 words what of this concerns the value, what is wrong with it, and how it should be different. Name places, \
cases and numbers. Do not write the new value. If it need not change, say so in one sentence.`;

const guides = {
  trace: traceGuide,
  values: plainGuide,
  gradients: gradientGuide,
  stepBack: stepBackGuide,
};

/** What a model is shown: the trace, values and scores, values with gradients, or one step back. */
export type GuideName = keyof typeof guides;

/** A guide. It is the same whatever a mask leaves out, as in the paper: only the problem is masked. */
export function problemGuide(name: GuideName): string {
  return guides[name];
}

/** The lines on sections, without those on the task and on earlier values. */
function sectionLines(guide: string): string {
  return guide.slice(guide.indexOf("A problem has these sections")).split("\n")
    .filter((line) => !/^#(?:Instruction|History):/.test(line))
    .join("\n");
}
