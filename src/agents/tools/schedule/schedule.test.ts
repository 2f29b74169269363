import { readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryDirectory } from '../../../system/temporary-directory.test-kit.ts'
import { createToolBench } from '../tool-deps.test-kit.ts'

const job = {
  id: 'tea',
  schedule: '0 16 * * *',
  task: 'Say it is tea time',
  enabled: true,
  oneShot: false,
  mine: 1,
}

function bench(files: Record<string, string> = { 'CRONS.json': JSON.stringify([job]) }) {
  const tools = createToolBench({ files })
  const text = (name: string) => readFileSync(join(tools.workspace, name), 'utf8')
  return {
    ...tools,
    text,
    jobs: () => JSON.parse(text('CRONS.json')),
    use: (input: object) => tools.call('schedule', input),
  }
}

test('a job is added with an id of its own, and the answer tells when it is due and that nothing runs it yet', async () => {
  const { use, jobs } = bench()
  const added = {
    action: 'add',
    schedule: '0 9 * * 1-5',
    task: 'Tell the weather in Zürich, please, now',
    timezone: 'Europe/Berlin',
  }
  const { text, isError } = await use(added)
  expect(isError).toBe(false)
  expect(text).toContain('next Mon, 23 Nov 2026, 09:00 (Europe/Berlin)')
  expect(text).toContain('the clock that runs it is still to come')
  const { action: _, ...fields } = added
  expect(jobs()).toEqual([
    job,
    { id: 'tell-the-weather-in-zurich', ...fields, enabled: true, oneShot: false },
  ])
  await use(added)
  expect(jobs()[2].id).toBe('tell-the-weather-in-zurich-2')
})

test('a job is changed in the fields given only', async () => {
  const { use, jobs } = bench()
  await use({ action: 'change', id: 'tea', schedule: '30 16 * * *', timezone: 'Asia/Tokyo' })
  expect(jobs()).toEqual([{ ...job, schedule: '30 16 * * *', timezone: 'Asia/Tokyo' }])
  await use({ action: 'change', id: 'tea', enabled: false, timezone: '' })
  expect(jobs()).toEqual([{ ...job, schedule: '30 16 * * *', enabled: false }])
})

test('a job is removed, even a broken one', async () => {
  const { use, jobs } = bench({ 'CRONS.json': JSON.stringify([job, { id: 'bad', schedule: 'soon' }]) })
  expect((await use({ action: 'list' })).text).toContain('bad · soon · BROKEN: schedule: ')
  await use({ action: 'remove', id: 'bad' })
  expect(jobs()).toEqual([job])
})

test.each([
  [{ action: 'add', task: 'x' }, 'schedule: is needed'],
  [{ action: 'add', schedule: '0 9 * * *' }, 'task: is needed'],
  [{ action: 'add', schedule: '0 25 * * *', task: 'x' }, 'not right for the hour'],
  [{ action: 'add', schedule: '0 0 31 2 *', task: 'x' }, 'never due'],
  [{ action: 'add', schedule: '0 9 * * *', task: 'x', timezone: 'Mars/Olympus' }, 'not a time zone'],
  [{ action: 'add', schedule: '0 9 * * *', task: 'x', id: 'tea' }, 'There is a job “tea” already'],
  [{ action: 'add', schedule: '0 9 * * *', task: 'x', id: '../x' }, 'small letters'],
  [{ action: 'change', id: 'coffee', task: 'x' }, 'There are: tea.'],
  [{ action: 'change', task: 'x' }, 'id: is needed'],
  [{ action: 'remove', id: 'coffee' }, 'no job “coffee”'],
  [{ action: 'pulse' }, 'at least one'],
  [{ action: 'pulse', intervalMinutes: 1 }, 'Must be at least 5'],
  [{ action: 'pulse', quietHours: { start: '25:00', end: '07:00' } }, 'HH:MM'],
  [{ action: 'add', schedule: '0 9 * * *', task: 'x', cron: 1 }, 'cron'],
  [{ action: 'explode' }, 'action'],
])('%j changes nothing', async (input, reason) => {
  const { use, text } = bench()
  const before = text('CRONS.json')
  const result = await use(input)
  expect(result.isError).toBe(true)
  expect(result.text).toContain(reason)
  expect(text('CRONS.json')).toBe(before)
})

test('a broken file is told by name and line, and not written over', async () => {
  const broken = '[\n  {"id": "tea",}\n]\n'
  const { use, text } = bench({ 'CRONS.json': broken, 'PULSE.json': '{"intervalMinutes": "often"}' })
  const { text: words, isError } = await use({ action: 'add', schedule: '0 9 * * *', task: 'x' })
  expect(isError).toBe(true)
  expect(words).toContain('CRONS.json is not valid JSON: line 2, column 16')
  expect(text('CRONS.json')).toBe(broken)
  expect((await use({ action: 'pulse', enabled: true })).text).toContain(
    'PULSE.json is not as it should be: intervalMinutes',
  )
})

test('the pulse is changed in the fields given only', async () => {
  const { use, text } = bench({
    'PULSE.json':
      '{"enabled": true, "intervalMinutes": 30, "quietHours": {"start": "23:00", "end": "07:00"}, "mine": 1}',
  })
  expect((await use({ action: 'pulse', intervalMinutes: 60 })).text).toContain(
    'every 60 minutes, but not from 23:00 to 07:00',
  )
  await use({ action: 'pulse', quietHours: null, enabled: false })
  expect(JSON.parse(text('PULSE.json'))).toEqual({ enabled: false, intervalMinutes: 60, mine: 1 })
})

test('two changes at once both hold', async () => {
  const { use, jobs } = bench()
  await Promise.all(['a', 'b'].map((id) => use({ action: 'add', schedule: '0 9 * * *', task: 'x', id })))
  expect(jobs()).toMatchObject([{ id: 'tea' }, { id: 'a' }, { id: 'b' }])
})

test('files that are not there yet are made', async () => {
  const { use, jobs } = bench({})
  expect((await use({ action: 'list' })).text).toContain('There are no jobs.')
  await use({ action: 'add', schedule: '0 9 * * *', task: 'Привет' })
  expect(jobs()).toMatchObject([{ id: 'job' }])
})

test('a link that leads out of the workspace is neither read nor written through', async () => {
  const { use, workspace } = bench({})
  const outside = join(temporaryDirectory(), 'crons.json')
  writeFileSync(outside, '[]')
  symlinkSync(outside, join(workspace, 'CRONS.json'))
  expect((await use({ action: 'add', schedule: '0 9 * * *', task: 'x' })).isError).toBe(true)
  expect(readFileSync(outside, 'utf8')).toBe('[]')
})
