import type { Chat } from '../chat.ts'
import { uploadFile } from '../composer/attachments/upload-file.ts'
import { createId } from '../create-id.ts'
import { claimRecording } from './claim-recording.ts'
import { createIndexedDbDisk } from './indexed-db-disk.ts'
import { openMicrophone } from './microphone.ts'
import { createPlayer } from './player.ts'
import { transcribeSound } from './send-recording.ts'
import { createVoice, type Target } from './voice.ts'
import type { VoiceDoor, VoiceParts } from './voice-door.ts'
import { VoiceMessage } from './voice-message.tsx'
import { VoicePanel } from './voice-panel.tsx'
import { voiceTexts } from './voice-texts.ts'

/** Puts the parts of voice together, and sends on what an earlier page could not. */
export function startVoice(chat: Chat, store: VoiceDoor['store']): VoiceParts {
  /**
   * A conversation that was new to an earlier page has no lasting id, so what was said in it belongs to the new one of this page. If the
   * server has the message already, it knows better.
   */
  function homeOf({ conversationId, isNewConversation }: Target): Partial<Target> {
    const open = chat.active.store.getState().conversation?.store.getState().id
    const isOfEarlierPage = isNewConversation && !chat.active.find(conversationId)
    return isOfEarlierPage && open !== undefined && chat.active.isNew(open) ? { conversationId: open } : {}
  }

  const tell = (text: string) => chat.notice.setState({ text })
  const voice = createVoice({
    disk: createIndexedDbDisk(),
    claim: claimRecording,
    openMicrophone,
    upload: uploadFile,
    transcribe: transcribeSound,
    post: (message) => chat.outbox.add({ ...message, ...homeOf(message) }),
    every(ms, work) {
      const timer = setInterval(work, ms)
      return () => clearInterval(timer)
    },
    now: Date.now,
    createId,
    tell,
    say: chat.announcer.say,
  })
  const player = createPlayer({ audio: new Audio(), onFailure: () => tell(voiceTexts.noPlay) })
  const parts: VoiceParts = {
    voice,
    Panel: () => <VoicePanel voice={voice} player={player} />,
    Message: ({ file }) => <VoiceMessage file={file} player={player} />,
  }
  voice.store.subscribe(({ live }) => {
    const isRecording = live !== null
    if (isRecording !== store.getState().isRecording) store.setState({ isRecording })
  })
  chat.connection.subscribe(({ state }, before) => {
    if (state.kind === 'online' && before.state.kind !== 'online') void chat.attempt(voice.online)
  })
  // Whoever signs in next is to find it stopped, and no open microphone.
  chat.account.store.subscribe(({ kind }) => {
    if (kind !== 'signed-in') void chat.attempt(voice.stop)
  })
  store.setState({ parts })
  if (chat.connection.getState().state.kind === 'online') void chat.attempt(voice.online)
  return parts
}
