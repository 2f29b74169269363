import type { Bench } from './bench.ts'
import { addCard, addOtherCard } from './deeds/add-card.ts'
import { addRoute } from './deeds/add-route.ts'
import { breakApp, fix } from './deeds/breakage.ts'
import { keep } from './deeds/keep.ts'
import { forget, remember, showMemory } from './deeds/memory.ts'
import { recolour } from './deeds/recolour.ts'
import { rename } from './deeds/rename.ts'
import { schedule, showSchedule, unschedule } from './deeds/schedule.ts'
import { answerTooLong, answerUnknown, help, tellHowToConnect, tellStory } from './deeds/talk.ts'
import { undo } from './deeds/undo.ts'
import type { Wish } from './wishes/wish.ts'

/** Grants a wish and gives what to say of it; see `Deed`. */
export function grant(bench: Bench, wish: Wish): Promise<string> {
  switch (wish.kind) {
    case 'rename':
      return rename(bench, wish)
    case 'recolour':
      return recolour(bench, wish)
    case 'add-card':
      return addCard(bench, wish)
    case 'add-other-card':
      return addOtherCard(bench, wish)
    case 'keep':
      return keep(bench, wish)
    case 'add-route':
      return addRoute(bench, wish)
    case 'remember':
      return remember(bench, wish)
    case 'forget':
      return forget(bench, wish)
    case 'schedule':
      return schedule(bench, wish)
    case 'unschedule':
      return unschedule(bench, wish)
    case 'show-schedule':
      return showSchedule(bench, wish)
    case 'show-memory':
      return showMemory(bench, wish)
    case 'break':
      return breakApp(bench, wish)
    case 'fix':
      return fix(bench, wish)
    case 'undo':
      return undo(bench, wish)
    case 'help':
      return help(bench, wish)
    case 'connect':
      return tellHowToConnect(bench, wish)
    case 'story':
      return tellStory(bench, wish)
    case 'too-long':
      return answerTooLong(bench, wish)
    case 'unknown':
      return answerUnknown(bench, wish)
  }
}
