import { texts } from '../texts.ts'
import { Button } from '../ui/button.tsx'
import { useChat } from '../ui/chat-context.tsx'
import { AccountLayout } from './account-layout.tsx'

export function UnreachableScreen() {
  const { account } = useChat()
  return (
    <AccountLayout title={texts.account.unreachableTitle} lead={texts.account.unreachableLead}>
      <Button className="mt-6 h-11 text-base!" onClick={() => void account.start()}>
        {texts.state.tryNow}
      </Button>
    </AccountLayout>
  )
}
