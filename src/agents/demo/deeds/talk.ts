import type { Notice, SentFile } from '../../../protocol/turn-parts.ts'
import type { Deed } from '../bench.ts'
import { story } from './story.ts'

const abilities = `- “Call the dashboard Mission Control and make it blue”
- “Add a note: buy milk”, “add a to-do card”, “save this link: https://…”
- “Add a route /hello that says hi”
- “Remember that I like tea”, “forget about tea”, “what do you know about me?”
- “Every day at 9 tell me the weather”, “what is scheduled?”
- “Break the app”, “break the backend”, and then “fix it”
- “Undo”, and “tell me a long story” to watch a stream
- “Connect a provider”, to hear how`

export const help: Deed<'help'> = async () =>
  `I am the demo engine. I follow fixed rules, without a model and without the internet, and I really change your app. You can say:

${abilities}

Several at once work too.`

export const answerUnknown: Deed<'unknown'> = async () =>
  `I do not understand that: I am the demo engine, which follows fixed rules for English sentences and has no language model behind it. With a provider connected, Bloby understands anything you say: open the menu of this chat (the three dots), then **Settings** and **Provider**.

Until then you can say:

${abilities}`

export const tellHowToConnect: Deed<'connect'> = async () =>
  `Open the menu of this chat (the three dots), then **Settings** and **Provider**. You can choose:

- **Anthropic**: Claude, with an API key from the Anthropic Console or with your own Claude login.
- **Ollama**: models on your own hardware, without a key.
- **Another server** of the Messages API, such as LM Studio, vLLM or llama.cpp, by its address.

OpenAI is not among them yet. The first of them that you save needs an engine on this computer (174 MB), which is then downloaded once. From then on your messages go there, and no longer to me, the demo engine.`

/** Puts a button under that answer. */
export const connectNotice: Notice = {
  level: 'info',
  code: 'demo',
  text: 'The demo answers until you choose a provider.',
  action: 'connect-provider',
}

/** What the demo has to say of files, which it cannot open. */
export function answerFiles(files: readonly SentFile[]): string {
  const kept = files.map(({ name, path }) => `- ${code(name)} as ${code(path)}`).join('\n')
  if (files.every(({ voice }) => voice))
    return `I can’t hear voice messages, and this one has no transcript. With a key under Settings, Voice, the next one gets one. The recording is kept in your workspace:

${kept}`
  return `I can’t look at files: I am the demo engine, and only a model could. ${files.length === 1 ? 'It is' : 'They are'} kept in your workspace:

${kept}`
}

/** Without the back quotes that would end it. */
function code(text: string): string {
  return `\`${text.replaceAll('`', '’')}\``
}

export const answerTooLong: Deed<'too-long'> = async () =>
  'That is too long for the demo engine, which reads requests of up to 4,000 characters by fixed rules. Nothing was changed.'

export const tellStory: Deed<'story'> = async () => story
