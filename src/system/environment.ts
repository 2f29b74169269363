import { dirname } from 'node:path'

const harmless = ['HOME', 'USERPROFILE', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'TEMP', 'SystemRoot']

/** What every program may know, and `own`: no secret of the platform's is among it. */
export function cleanEnvironment(own: Record<string, string>): Record<string, string> {
  return {
    ...inherit((name) => harmless.includes(name)),
    PATH: dirname(process.execPath),
    NO_COLOR: '1',
    ...own,
  }
}

/** The variables of our own environment that are wanted. */
export function inherit(isWanted: (name: string) => boolean): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && isWanted(entry[0]),
    ),
  )
}
