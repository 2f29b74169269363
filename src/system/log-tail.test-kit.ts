import { onTestFinished } from 'vitest'
import { createLogTail, type LogTail } from './log-tail.ts'

/** A tail in a test's folder, closed when the test ends: its file is opened and written later than it is asked to. */
export function openTestTail(directory: string, name: string): LogTail {
  const tail = createLogTail(directory, name)
  onTestFinished(() => tail.close())
  return tail
}
