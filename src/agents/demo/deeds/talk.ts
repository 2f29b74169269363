import type { Deed } from '../bench.ts'
import { story } from './story.ts'

const abilities = `- “Call the dashboard Mission Control and make it blue”
- “Add a note: buy milk”, “add a to-do card”, “save this link: https://…”
- “Add a route /hello that says hi”
- “Remember that I like tea”, “forget about tea”, “what do you know about me?”
- “Every day at 9 tell me the weather”, “what is scheduled?”
- “Break the app”, “break the backend”, and then “fix it”
- “Undo”, and “tell me a long story” to watch a stream`

export const help: Deed<'help'> = async () =>
  `I am the demo engine. I follow fixed rules, without a model and without the internet, and I really change your app. You can say:

${abilities}

Several at once work too.`

export const answerUnknown: Deed<'unknown'> = async () =>
  `I do not understand that: I am the demo engine, which follows fixed rules and has no language model behind it. In this version the demo is the only engine; connections to Anthropic, OpenAI and Ollama are coming, and with one of them Bloby understands anything you say.

Until then you can say:

${abilities}`

export const answerTooLong: Deed<'too-long'> = async () =>
  'That is too long for the demo engine, which reads requests of up to 4,000 characters by fixed rules. Nothing was changed.'

export const tellStory: Deed<'story'> = async () => story
