/** 20 times a second reads as a flow; every frame would cost a phone three times as much. */
const shortestMs = 50
/** A device that takes long to draw is left alone for this many times as long, so that it can do other things too. */
const restShare = 80
const longestMs = 150

/** Runs things before the next frame, though not more often than reads as a flow; in a tab that draws no frames, soon. */
export function createFrameSchedule(): (run: () => void) => void {
  let nextAt = 0
  return (run) => {
    function draw() {
      const begunAt = performance.now()
      run()
      // React draws at the end of the task, before this.
      queueMicrotask(() => {
        const tookMs = performance.now() - begunAt
        nextAt = begunAt + Math.min(longestMs, Math.max(shortestMs, restShare * tookMs))
      })
    }
    const leftMs = nextAt - performance.now()
    if (document.visibilityState !== 'visible') setTimeout(draw, 100)
    else if (leftMs <= 0) requestAnimationFrame(draw)
    // In a frame too: what is drawn between two is laid out twice, once for whoever asks where things are scrolled to.
    else setTimeout(() => requestAnimationFrame(draw), leftMs)
  }
}
