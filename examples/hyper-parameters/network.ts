/**
 * A small neural network: one hidden layer with tanh and softmax at its end, trained by stochastic gradient descent with
 * momentum (Sutskever, Martens, Dahl and Hinton, ICML 2013) and weight decay.
 *
 * @module
 */

/** What is chosen before a training. */
export interface HyperParameters {
  readonly learningRate: number;
  readonly momentum: number;
  /** Share of each weight that is added to its gradient. */
  readonly weightDecay: number;
  readonly hiddenUnits: number;
  readonly batchSize: number;
  readonly epochs: number;
}

/** An input with the number of its class. */
export interface Sample {
  readonly input: readonly number[];
  readonly label: number;
}

/** A layer: row by row of its outputs, the weights of its inputs and then the bias. */
interface Layer {
  readonly inputs: number;
  readonly weights: Float64Array;
  /** The gradient of a batch. */
  readonly slopes: Float64Array;
  readonly velocities: Float64Array;
  /** Outputs for the last input, and the derivatives of the loss by them. */
  readonly values: Float64Array;
  readonly errors: Float64Array;
}

/** A network that answers with the probability of each class. */
export interface Network {
  probabilities(input: readonly number[]): readonly number[];
}

/** Classes and random numbers of a training. */
export interface TrainingOptions {
  readonly classes: number;
  readonly random: () => number;
}

/** Trains a network. Weights begin uniform within √(6 / (inputs + outputs)) (Glorot and Bengio 2010), biases at zero. */
export function trainNetwork(
  samples: readonly Sample[],
  { learningRate, momentum, weightDecay, hiddenUnits, batchSize, epochs }: HyperParameters,
  { classes, random }: TrainingOptions,
): Network {
  const hidden = newLayer(samples[0]?.input.length ?? 0, hiddenUnits, random);
  const output = newLayer(hiddenUnits, classes, random);
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = shuffled(samples, random);
    for (let begin = 0; begin < order.length; begin += batchSize) {
      const batch = order.slice(begin, begin + batchSize);
      for (const sample of batch) addGradient(sample, hidden, output);
      for (const layer of [hidden, output]) {
        move(layer, { learningRate, momentum, weightDecay, size: batch.length });
      }
    }
  }
  return {
    probabilities(input) {
      forward(input, hidden, output);
      return [...output.values];
    },
  };
}

function newLayer(inputs: number, outputs: number, random: () => number): Layer {
  const reach = Math.sqrt(6 / (inputs + outputs));
  const row = inputs + 1;
  const weights = Float64Array.from(
    { length: outputs * row },
    (_, i) => i % row < inputs ? reach * (2 * random() - 1) : 0,
  );
  return {
    inputs,
    weights,
    slopes: new Float64Array(weights.length),
    velocities: new Float64Array(weights.length),
    values: new Float64Array(outputs),
    errors: new Float64Array(outputs),
  };
}

/** Computes the values of both layers. */
function forward(input: ArrayLike<number>, hidden: Layer, output: Layer): void {
  addUp(input, hidden);
  for (let i = 0; i < hidden.values.length; i++) hidden.values[i] = Math.tanh(hidden.values[i]!); // !: within
  addUp(hidden.values, output);
  softmax(output.values);
}

/** The weighted sums of a layer. */
function addUp(input: ArrayLike<number>, { inputs, weights, values }: Layer): void {
  for (let i = 0, at = 0; i < values.length; i++) {
    let sum = 0;
    for (let j = 0; j < inputs; j++) sum += weights[at++]! * input[j]!; // !: here and below, within the layer
    values[i] = sum + weights[at++]!;
  }
}

/** Adds the gradient of the cross-entropy on one sample. */
function addGradient({ input, label }: Sample, hidden: Layer, output: Layer): void {
  forward(input, hidden, output);
  for (let i = 0; i < output.errors.length; i++) {
    output.errors[i] = output.values[i]! - (i === label ? 1 : 0); // !: here and below, within the layer
  }
  for (let unit = 0; unit < hidden.errors.length; unit++) {
    let sum = 0;
    for (let i = 0; i < output.errors.length; i++) {
      sum += output.errors[i]! * output.weights[i * (output.inputs + 1) + unit]!;
    }
    hidden.errors[unit] = sum * (1 - hidden.values[unit]! ** 2);
  }
  addSlopes(hidden.values, output);
  addSlopes(input, hidden);
}

function addSlopes(input: ArrayLike<number>, { inputs, errors, slopes }: Layer): void {
  for (let i = 0, at = 0; i < errors.length; i++) {
    const error = errors[i]!; // !: here and below, within the layer
    for (let j = 0; j < inputs; j++, at++) slopes[at] = slopes[at]! + error * input[j]!;
    slopes[at] = slopes[at]! + error;
    at++;
  }
}

/** Makes one step on the gradient of a batch, and clears it. Biases do not decay. */
function move(
  { inputs, weights, slopes, velocities }: Layer,
  { learningRate, momentum, weightDecay, size }:
    & Pick<HyperParameters, "learningRate" | "momentum" | "weightDecay">
    & { readonly size: number },
): void {
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i]!; // !: here and below, within the layer
    const decayed = i % (inputs + 1) < inputs ? weightDecay * weight : 0;
    velocities[i] = momentum * velocities[i]! - learningRate * (slopes[i]! / size + decayed);
    weights[i] = weight + velocities[i]!;
    slopes[i] = 0;
  }
}

function softmax(values: Float64Array): void {
  const most = values.reduce((most, value) => Math.max(most, value), -Infinity);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] = Math.exp(values[i]! - most); // !: within
  for (let i = 0; i < values.length; i++) values[i] = values[i]! / sum; // !: within
}

/** In random order (Fisher and Yates). */
export function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  const order = [...items];
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!]; // !: both within
  }
  return order;
}

/** How well a network classifies. */
export interface Quality {
  /** Mean cross-entropy in nats, at most `worstLoss` for one sample. */
  readonly loss: number;
  /** Share of samples whose class is the most probable one. */
  readonly accuracy: number;
}

/** The loss of a sample whose class gets no probability, or of numbers that overflowed. */
export const worstLoss = 20;

/** Judges a network on samples. */
export function qualityOn(samples: readonly Sample[], network: Network): Quality {
  let [loss, right] = [0, 0];
  for (const { input, label } of samples) {
    const probabilities = network.probabilities(input);
    const own = -Math.log(probabilities[label] ?? 0);
    loss += Number.isNaN(own) ? worstLoss : Math.min(worstLoss, own);
    if (probabilities.every((value, i) => i === label || value < probabilities[label]!)) right++; // !: a class
  }
  return { loss: loss / samples.length, accuracy: right / samples.length };
}
