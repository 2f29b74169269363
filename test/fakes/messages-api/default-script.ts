import type { ScriptEntry, Step } from './script.ts'

const told = 'I was told: {{result}}'

function bash(command: string, description: string): Step {
  return { tool: 'Bash', input: { command, description } }
}

/** By the tool and by a command: both must be held back. */
function readAndCat(path: string): Step[] {
  return [{ tool: 'Read', input: { file_path: path } }, bash(`head -c 64 ${path}`, 'Read a secret'), told]
}

/**
 * What the fake answers when neither the prompt nor the test brings a script: by words that a person types to try things. The first
 * entry that fits is taken.
 */
export const defaultScript: readonly ScriptEntry[] = [
  {
    when: /write,? edit and run/i,
    steps: [
      {
        thinking: 'A new file first, then a change of it, then a look.',
        text: 'I write the file.',
        tool: 'Write',
        input: { file_path: '{{cwd}}/files/hello.md', content: '# Hello\n\nFrom the agent.\n' },
      },
      {
        tool: 'Edit',
        input: {
          file_path: '{{cwd}}/files/hello.md',
          old_string: 'From the agent.',
          new_string: 'From the agent, edited.',
        },
      },
      bash('cat files/hello.md && ls', 'Show the file'),
      'The file is written, edited and shown.',
    ],
  },
  {
    when: /change the dashboard/i,
    steps: [
      {
        text: 'I look at the colours first.',
        tool: 'Read',
        input: { file_path: '{{cwd}}/client/src/theme.css' },
      },
      {
        tool: 'Edit',
        input: {
          file_path: '{{cwd}}/client/src/theme.css',
          old_string: '--accent-hue: 165;',
          new_string: '--accent-hue: 300;',
        },
      },
      'The dashboard is purple now.',
    ],
  },
  {
    when: /long story/i,
    steps: [{ text: 'Once upon a time there was a very long story. ', repeat: 200, delayMs: 30 }],
  },
  {
    when: /long command/i,
    steps: [
      bash('for i in $(seq 1 60); do echo "line $i"; sleep 1; done', 'Count slowly'),
      'The command is done: {{result}}',
    ],
  },
  {
    when: /in the background/i,
    steps: [
      {
        tool: 'Bash',
        input: { command: 'sleep 3; echo done', description: 'Wait a little', run_in_background: true },
      },
      'It goes on in the background.',
    ],
  },
  { when: /^Notification: /, steps: ['I was told: {{prompt}}'] },
  { when: /hang/i, steps: [{ hang: 'Let me think about' }] },
  {
    when: /drop the stream/i,
    steps: [{ drop: 'These words are lost', times: 1 }, 'The stream was whole this time.'],
  },
  {
    when: /compact/i,
    steps: [
      { error: 400, message: 'prompt is too long: 205000 tokens > 200000 maximum', times: 1 },
      'I go on with the summary.',
    ],
  },
  { when: /no credit/i, steps: [{ error: 400 }] },
  ...[401, 403, 404, 413, 429, 500, 529].map((status) => ({
    when: `error ${status}`,
    steps: [{ error: status, ...(status === 429 && { retryAfter: 2 }) }],
  })),
  {
    when: /ask me/i,
    steps: [
      {
        text: 'I need to know one thing.',
        tool: 'AskUserQuestion',
        input: {
          questions: [
            {
              question: 'Which colour shall it have?',
              header: 'Colour',
              multiSelect: false,
              options: [
                { label: 'Green', description: 'Like grass' },
                { label: 'Blue', description: 'Like the sea' },
              ],
            },
          ],
        },
      },
      'You answered: {{result}}',
    ],
  },
  {
    when: /write outside/i,
    steps: [
      { tool: 'Write', input: { file_path: '/tmp/outside-the-workspace.txt', content: 'From the agent.\n' } },
      told,
    ],
  },
  { when: /ssh key/i, steps: readAndCat('~/.ssh/id_rsa') },
  { when: /memory\.db/i, steps: readAndCat('{{cwd}}/../memory.db') },
  { when: /what do you see/i, steps: ['I see {{seen}}.'] },
  { when: /recall/i, steps: [{ tool: 'mcp__bloby__recall', input: { query: '{{prompt}}' } }, told] },
  {
    when: /ask a helper/i,
    steps: [
      {
        text: 'I send a helper.',
        tool: 'Agent',
        input: {
          description: 'Read the memory',
          subagent_type: 'general-purpose',
          run_in_background: false,
          prompt: `script: ${JSON.stringify([
            { text: 'I read.', tool: 'Read', input: { file_path: '{{cwd}}/MEMORY.md' } },
            'The helper has read it.',
          ])}`,
        },
      },
      told,
    ],
  },
  {
    when: /make a plan/i,
    steps: [
      {
        tools: ['Read the page', 'Change the page'].map((subject) => ({
          tool: 'TaskCreate',
          input: { subject, description: subject, activeForm: subject },
        })),
      },
      { tool: 'TaskUpdate', input: { taskId: '1', status: 'in_progress' } },
      { tool: 'TaskUpdate', input: { taskId: '1', status: 'completed' } },
      'One of two is done.',
    ],
  },
  {
    when: /fetch the page/i,
    steps: [
      { tool: 'WebFetch', input: { url: 'https://example.org/', prompt: 'What does the page say?' } },
      told,
    ],
  },
  { when: '', steps: ['You said: {{prompt}}'] },
]
