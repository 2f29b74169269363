/** 25 times a second reads as a flow; every frame would cost a phone twice as much. */
const shortestMs = 40

/** Runs things before the next frame, though not more often than reads as a flow; in a tab that draws no frames, soon. */
export function createFrameSchedule(): (run: () => void) => void {
  let lastAt = 0
  return (run) => {
    function draw() {
      lastAt = performance.now()
      run()
    }
    const leftMs = lastAt + shortestMs - performance.now()
    if (document.visibilityState !== 'visible') setTimeout(draw, 100)
    else if (leftMs <= 0) requestAnimationFrame(draw)
    else setTimeout(() => requestAnimationFrame(draw), leftMs)
  }
}
