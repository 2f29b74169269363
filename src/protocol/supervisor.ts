import * as v from 'valibot'
import { readyLine } from './api.ts'

/** What the supervisor tells the command line that started it, over the process's IPC channel. */
export const supervisorMessage = v.variant('type', [
  /** Both origins answer. */
  v.object({ type: v.literal('ready'), ...readyLine.entries }),
  /** What it is doing for the app, which comes up after the chat; null when the app is there. */
  v.object({ type: v.literal('step'), step: v.nullable(v.string()) }),
  v.object({ type: v.literal('problem'), title: v.string(), detail: v.optional(v.string()) }),
  /** It could not start, and ends. */
  v.object({ type: v.literal('failed'), message: v.string(), isAlreadyRunning: v.boolean() }),
])
export type SupervisorMessage = v.InferOutput<typeof supervisorMessage>
