import { texts } from '../texts.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, smallDialog } from '../ui/dialog.tsx'

/** Asks once more before something that is hard to take back. */
export function ConfirmDialog({
  title,
  lead,
  confirm,
  cancel = texts.common.cancel,
  onConfirm,
  close,
}: {
  title: string
  lead: string
  confirm: string
  cancel?: string
  onConfirm: () => void
  close: () => void
}) {
  return (
    <Dialog label={title} onClose={close} className={smallDialog}>
      <div className="p-4">
        <h3 className="text-lg font-semibold">{title}</h3>
        <p className="mt-1 text-sm text-ink-2">{lead}</p>
        <div className="mt-4 flex flex-wrap justify-end gap-2">
          <Button onClick={close}>{cancel}</Button>
          <Button
            look="danger"
            onClick={() => {
              close()
              onConfirm()
            }}
          >
            {confirm}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
