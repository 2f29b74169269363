import { type AddressAnswer, addressAnswer } from '../../protocol/address.ts'
import { systemAnswer } from '../../protocol/api.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { addressTexts as texts } from './address-texts.ts'
import { CodePicture } from './code-picture.tsx'
import { Loaded } from './loaded.tsx'
import { QuestionBlock } from './question-block.tsx'
import { useAnswer } from './use-answer.ts'

/** Where Bloby is reached, and how other devices of the network get to it. */
export function AddressSection() {
  const address = useAnswer('/api/address', addressAnswer)
  const system = useAnswer('/api/system', systemAnswer)
  return (
    <Loaded asked={address}>
      {(where) => (
        <Loaded asked={system}>
          {({ startCommand = 'bloby start' }) => <Address address={where} startCommand={startCommand} />}
        </Loaded>
      )}
    </Loaded>
  )
}

function Address({ address, startCommand }: { address: AddressAnswer; startCommand: string }) {
  const { local, network, isOpen, qr } = address
  return (
    <>
      <QuestionBlock question={texts.network} lead={isOpen ? texts.open : texts.closed}>
        {isOpen && network === null && <p className="text-sm text-ink-2">{texts.noNetwork}</p>}
        {isOpen && network !== null && qr !== null && (
          <>
            <Copyable text={network} />
            <p className="text-sm text-ink-2">{texts.codeLead}</p>
            <CodePicture svg={qr} label={texts.code(network)} />
          </>
        )}
        {isOpen && <p className="text-sm text-ink-2">{texts.insecure}</p>}
      </QuestionBlock>
      {isOpen ? (
        <QuestionBlock question={texts.howToClose} lead={texts.howToCloseLead}>
          <Copyable text={startCommand.replace(/ --$/, '')} />
        </QuestionBlock>
      ) : (
        <QuestionBlock question={texts.howToOpen} lead={texts.howToOpenLead(network)}>
          <Copyable text={`${startCommand} --host 0.0.0.0`} />
          <p className="text-sm text-ink-2">{texts.openForGood}</p>
          <Copyable text={texts.openSetting} />
          <p className="text-sm text-ink-2">{texts.insecure}</p>
        </QuestionBlock>
      )}
      <QuestionBlock question={texts.here}>
        <Copyable text={local} />
      </QuestionBlock>
      {location.origin !== local && location.origin !== network && (
        <QuestionBlock question={texts.thisPage}>
          <Copyable text={location.origin} />
        </QuestionBlock>
      )}
    </>
  )
}

function Copyable({ text }: { text: string }) {
  return (
    <div className="flex min-h-11 items-center gap-1 rounded-[10px] border bg-surface pr-1 pl-3">
      <code className="min-w-0 flex-1 py-2 font-mono text-sm [overflow-wrap:anywhere]">{text}</code>
      <CopyButton label={texts.copy(text)} text={() => text} />
    </div>
  )
}
