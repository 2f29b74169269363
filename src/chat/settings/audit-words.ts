import type { AuditEntryView } from '../../protocol/accounts.ts'
import { auditTexts as texts } from './audit-texts.ts'

/** What an entry is about: of changed settings their names, which the log keeps as they are written in requests. */
export function detailWords({ action, detail }: Pick<AuditEntryView, 'action' | 'detail'>): string {
  if (action !== 'settings-changed' || detail === undefined) return detail ?? ''
  return detail.split(', ').map(changeWords).join(', ')
}

/** `model`, `apiKey forgotten`, `access from workspace to computer`, `networkHosts +example.org` */
function changeWords(change: string): string {
  const [setting = '', ...values] = change.split(' ')
  const access = /^access from \w+ to (workspace|computer)$/.exec(change)?.[1]
  if (access === 'workspace' || access === 'computer') return texts.accessNow[access]
  const name = Object.entries(texts.settings).find(([known]) => known === setting)?.[1] ?? setting
  if (values[0] === 'forgotten') return texts.forgotten(name)
  return [name, ...values].join(' ')
}
