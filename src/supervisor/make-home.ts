import { mkdirSync } from 'node:fs'
import { AppError, codeOf, messageOf } from '../system/errors.ts'
import type { Paths } from '../system/paths.ts'

/** Makes the folders of an installation, for the owner's user alone. @throws AppError `unavailable` */
export function makeHome(paths: Paths): void {
  try {
    for (const directory of [paths.home, paths.logs, paths.run])
      mkdirSync(directory, { recursive: true, mode: 0o700 })
  } catch (error) {
    const reason = codeOf(error) === 'ENOSPC' ? 'the disk is full' : messageOf(error)
    throw new AppError(
      'unavailable',
      `Bloby’s folder ${paths.home} cannot be written to: ${reason}. Choose another one with BLOBY_HOME.`,
      { cause: error },
    )
  }
}
