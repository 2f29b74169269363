import { useEffect, useRef, useState } from 'react'
import * as v from 'valibot'
import { type OnboardStep, onboardSteps } from '../../protocol/onboard.ts'

export interface Steps {
  /** Null until it is known where to begin. */
  step: OnboardStep | null
  begin(step: OnboardStep): void
  /** One more entry of the browser's history, so that its back button comes back here. */
  go(step: OnboardStep): void
  /** Back as the browser goes; to `before` where nothing of it is in the history. */
  back(before: OnboardStep): void
  /** Takes the steps out of the history again; what comes after must not add to it before that is done. */
  leave(): Promise<void>
}

const entry = v.object({ blobyStep: v.picklist(onboardSteps), depth: v.number() })

/** Where the owner is in the wizard, in step with the browser's history. */
export function useSteps(): Steps {
  const [step, setStep] = useState<OnboardStep | null>(null)
  const depth = useRef(0)
  const first = useRef<OnboardStep | null>(null)
  const isLeaving = useRef(false)

  useEffect(() => {
    function follow() {
      if (isLeaving.current) return
      const { success, output } = v.safeParse(entry, history.state)
      depth.current = success ? output.depth : 0
      setStep(success ? output.blobyStep : first.current)
    }
    addEventListener('popstate', follow)
    return () => removeEventListener('popstate', follow)
  }, [])

  return {
    step,
    begin(where) {
      first.current = where
      depth.current = 0
      setStep(where)
    },
    go(next) {
      depth.current += 1
      history.pushState({ blobyStep: next, depth: depth.current }, '')
      setStep(next)
    },
    back(before) {
      if (depth.current > 0) history.back()
      else {
        first.current = before
        setStep(before)
      }
    },
    async leave() {
      const steps = depth.current
      if (steps === 0) return
      isLeaving.current = true
      await new Promise<void>((resolve) => {
        addEventListener('popstate', () => resolve(), { once: true })
        // Where the history holds less than it should, nobody is told.
        setTimeout(resolve, 500)
        history.go(-steps)
      })
    },
  }
}
