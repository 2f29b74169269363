import { parseAccept } from 'hono/utils/accept'
import type { Settings } from '../platform/store/settings.ts'
import { type Language, languages } from '../protocol/language.ts'

export interface Languages {
  /** For a page that was asked for with this `Accept-Language`. */
  ofPage(accepted: string | undefined): Language
  /** The owner's chat was opened by a browser with this `Accept-Language`. */
  heard(accepted: string | undefined): void
  /** For what is said without a page, such as a notification. */
  ofOwner(): Language
}

/** Which language the owner reads: the one that was chosen in the settings, else the browser's own. */
export function createLanguages({ settings }: { settings: Pick<Settings, 'get' | 'set'> }): Languages {
  function chosen(): Language | undefined {
    const choice = settings.get('language') ?? 'auto'
    return choice === 'auto' ? undefined : choice
  }

  return {
    ofPage: (accepted) => chosen() ?? firstOf(accepted) ?? languages[0],
    heard(accepted) {
      const language = firstOf(accepted)
      if (language !== undefined && language !== settings.get('heardLanguage'))
        settings.set('heardLanguage', language)
    },
    ofOwner: () => chosen() ?? settings.get('heardLanguage') ?? languages[0],
  }
}

/** Browsers send less; a header may have a megabyte, which would take longer than a second. */
const mostCharacters = 1000

/** RFC 9110, 12.5.4; `pt-BR` is taken for `pt`. Undefined when none of ours is among them. */
function firstOf(accepted: string | undefined): Language | undefined {
  if (accepted === undefined) return undefined
  const wanted = parseAccept(accepted.slice(0, mostCharacters))
    .filter(({ q }) => q > 0)
    .map(({ type }) => type.trim().toLowerCase().split('-', 1)[0])
  const best = wanted.find((name) => languages.some((language) => language === name))
  return languages.find((language) => language === best)
}
