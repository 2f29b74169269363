import { AppError } from '../../../system/errors.ts'

/** For a wish that cannot be granted as things are; the words say why. The turn goes on with the next one. */
export function cannot(reason: string): AppError {
  return new AppError('conflict', reason)
}

/** For a file that was rewritten, so that the demo does not find its way in it. */
export function unknownPlace(path: string): AppError {
  return cannot(
    `\`${path}\` is no longer as I know it, so I changed nothing. A connected model could do this.`,
  )
}

export function missing(path: string): AppError {
  return cannot(`\`${path}\` is not there, so I changed nothing.`)
}
