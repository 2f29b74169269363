import type { ComponentType } from 'react'
import { Agent } from './cards/agent.tsx'
import { Ask } from './cards/ask.tsx'
import { Capture } from './cards/capture.tsx'
import { Machine } from './cards/machine.tsx'
import { Next } from './cards/next.tsx'
import { Today } from './cards/today.tsx'

/** The cards of the page, from top to bottom. To add one: write its file in cards/, import it above, add it here. */
export const mainCards: ComponentType[] = [Capture, Today, Ask]
export const sideCards: ComponentType[] = [Agent, Next, Machine]
