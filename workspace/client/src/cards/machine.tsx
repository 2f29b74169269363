import type { ShellContext } from '../bridge.ts'
import { Card } from '../components/card.tsx'
import { LoadingRows, Row, Rows } from '../components/row.tsx'
import { useBridge, useNow, useShell } from '../page-context.ts'
import { diskUse, duration } from '../wording.ts'

/** Where this runs, and how it is doing. */
export function Machine() {
  const { hasShell } = useBridge()
  const shell = useShell()
  const now = useNow()
  return (
    <Card title="This machine">
      {shell ? (
        <Details machine={shell.machine} isAway={shell.agent.isAway === true} now={now} />
      ) : hasShell ? (
        <LoadingRows count={4} />
      ) : (
        <Rows>
          <Row dot="on" value={location.host}>
            Address
          </Row>
        </Rows>
      )}
    </Card>
  )
}

/** While the machine does not answer, it is not known to run. */
function Details({
  machine: { address, startedAt, disk },
  isAway,
  now,
}: {
  machine: ShellContext['machine']
  isAway: boolean
  now: number
}) {
  const isAlmostFull = disk.freeBytes < disk.totalBytes * 0.05
  return (
    <Rows>
      <Row dot="on" value={address.replace(/^https?:\/\//, '')}>
        Address
      </Row>
      <Row dot={isAlmostFull ? 'warn' : 'on'} value={diskUse(disk.freeBytes, disk.totalBytes)}>
        Disk
      </Row>
      <Row dot="warn" value="not set up">
        Backup
      </Row>
      <Row dot={isAway ? 'off' : 'on'} value={isAway ? '–' : duration(now - startedAt)}>
        Up for
      </Row>
    </Rows>
  )
}
