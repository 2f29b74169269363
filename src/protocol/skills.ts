import * as v from 'valibot'

/** `GET /api/skills`: the workspace's skills that the owner can ask for, by name. */
export const skillsAnswer = v.object({
  skills: v.array(v.object({ name: v.string(), description: v.string() })),
})
export type SkillsAnswer = v.InferOutput<typeof skillsAnswer>
