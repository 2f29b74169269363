import Mic from 'lucide-react/icons/mic'
import { texts } from '../texts.ts'
import { useChat } from '../ui/chat-context.tsx'
import { IconButton } from '../ui/icon-button.tsx'

/** Begins a voice message. */
export function MicButton() {
  const { attempt, voice } = useChat()
  return (
    <IconButton
      label={texts.composer.record}
      icon={Mic}
      className="rounded-full"
      onClick={() => void attempt(async () => (await voice.open()).voice.record())}
    />
  )
}
