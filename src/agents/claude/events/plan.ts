import * as v from 'valibot'
import type { PlanEntry } from '../../../protocol/turn-parts.ts'

const status = v.picklist(['pending', 'in_progress', 'completed', 'deleted'])
const created = v.object({ task: v.object({ id: v.string(), subject: v.string() }) })
const listed = v.object({ tasks: v.array(v.object({ id: v.string(), subject: v.string(), status })) })
const change = v.object({ taskId: v.string(), subject: v.optional(v.string()), status: v.optional(status) })
const changed = v.object({ success: v.literal(true) })
const todos = v.object({ todos: v.array(v.object({ content: v.string(), status })) })

const planTools: readonly string[] = ['TaskCreate', 'TaskUpdate', 'TaskList', 'TaskGet', 'TodoWrite']

/** Whether calls of a tool are told by the plan, not by a row of their own. */
export function isPlanTool(name: string): boolean {
  return planTools.includes(name)
}

/** The engine's list of tasks, kept over the turns of a session. */
export function createPlan(say: (entries: PlanEntry[]) => void) {
  const tasks = new Map<string, PlanEntry>()
  /** Done with in earlier turns: the engine still lists them. */
  const past = new Set<string>()

  function replaceAll(entries: readonly (readonly [string, PlanEntry])[]) {
    tasks.clear()
    for (const [id, entry] of entries) if (!past.has(id)) tasks.set(id, entry)
  }
  function tell() {
    say([...tasks.values()])
  }

  return {
    /** A call of a plan tool succeeded. `input` is the model's, `output` the tool's own result. */
    apply(name: string, input: unknown, output: unknown) {
      if (name === 'TaskCreate' && v.is(created, output)) {
        tasks.set(output.task.id, { title: output.task.subject, status: 'pending' })
        tell()
      } else if (name === 'TaskUpdate' && v.is(change, input) && v.is(changed, output)) {
        const title = input.subject ?? tasks.get(input.taskId)?.title
        if (title === undefined) return
        const now = input.status === undefined ? tasks.get(input.taskId)?.status : statusOf(input.status)
        if (input.status === 'deleted') tasks.delete(input.taskId)
        else tasks.set(input.taskId, { title, status: now ?? 'pending' })
        tell()
      } else if (name === 'TaskList' && v.is(listed, output)) {
        replaceAll(
          output.tasks.map((task) => [task.id, { title: task.subject, status: statusOf(task.status) }]),
        )
        if (tasks.size > 0) tell()
      } else if (name === 'TodoWrite' && v.is(todos, input)) {
        replaceAll(
          input.todos.map((todo, index) => [
            `todo ${index}`,
            { title: todo.content, status: statusOf(todo.status) },
          ]),
        )
        tell()
      }
    },
    /** A finished plan does not come back with the next one. */
    endTurn() {
      if ([...tasks.values()].some((entry) => entry.status !== 'done')) return
      for (const id of tasks.keys()) if (!id.startsWith('todo ')) past.add(id)
      tasks.clear()
    },
  }
}

function statusOf(word: v.InferOutput<typeof status>): PlanEntry['status'] {
  return word === 'in_progress' ? 'in-progress' : word === 'completed' ? 'done' : 'pending'
}
