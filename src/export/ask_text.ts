/**
 * The text of `ask` for an agent that runs without Opto.
 *
 * @module
 */

/**
 * `ask`, and the exported `agentModel` that answers it: a server with the OpenAI chat API, which the environment names. An
 * application may replace its `generate`.
 */
export const askText =
  `/** Answers \`ask\`: the model OPENAI_MODEL at OPENAI_BASE_URL, with OPENAI_API_KEY; \`generate\` may be replaced. */
export const agentModel = {
  async generate({ messages, temperature, maxTokens }) {
    const { OPENAI_MODEL: model, OPENAI_API_KEY: key = "none", OPENAI_BASE_URL: url = "https://api.openai.com/v1" } =
      globalThis.process.env;
    const response = await fetch(\`\${url}/chat/completions\`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: \`Bearer \${key}\` },
      body: JSON.stringify({ model, messages, temperature, max_tokens: maxTokens }),
      signal: AbortSignal.timeout(600_000),
    });
    if (!response.ok) throw new Error(\`The model gave no answer: \${response.status} \${await response.text()}\`);
    return { text: (await response.json()).choices[0].message.content };
  },
};
const ask = lift(async (prompt, { system, temperature, maxTokens } = {}) => {
  const messages = [
    ...(system === undefined ? [] : [{ role: "system", content: system }]),
    { role: "user", content: prompt },
  ];
  return (await agentModel.generate({ messages, temperature, maxTokens })).text;
});`;
