/** The engine's own tools for a small model: a long list costs it more than the tools are worth. */
export const smallTools = ['Bash', 'Read', 'Write', 'Edit', 'Glob', 'Grep']

/**
 * For every other model. Left out are tools that ours stand for (`CronCreate`, `ScheduleWakeup`: `schedule`), that would change another
 * folder than the workspace (`EnterWorktree`), or that have no place in a chat on a phone (`EnterPlanMode`, `Workflow`).
 */
export const fullTools = [
  ...smallTools,
  'Agent',
  'AskUserQuestion',
  'Skill',
  'TaskCreate',
  'TaskGet',
  'TaskList',
  'TaskOutput',
  'TaskStop',
  'TaskUpdate',
  'ToolSearch',
  'WebFetch',
  'WebSearch',
]

/** The engine's own tools, by their names there. Ours come beside them. */
export function toolsFor(isSmall: boolean): string[] {
  return isSmall ? smallTools : fullTools
}
