/** What is installed on demand: which packages, and how to tell that they work. */
export interface Engine {
  name: string
  /** Exact: it is part of the folder's name. */
  version: string
  /** Absolute path of a folder whose `package-lock.json` has the integrity of every platform's packages. */
  manifest: string
  /** What this computer needs; undefined where the engine has no program for it. */
  here: EngineParts | undefined
  /** About what is downloaded, and what it takes up when unpacked: the measure of progress. */
  downloadBytes: number
  unpackedBytes: number
  /** Runs the program that is in the folder. Rejects with `AppError` `unavailable` when it does not work. */
  check(folder: string, signal: AbortSignal): Promise<void>
}

export interface EngineParts {
  /** Names of packages in the lockfile. */
  packages: readonly string[]
  /** Paths in the installation's folder; one that is missing or changed in size means damage. */
  files: readonly string[]
}
