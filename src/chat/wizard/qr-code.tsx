import { encode } from 'uqr'

/** A text for the camera of a phone. Always dark on light, which is what cameras read best. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { border: 2 })
  const cells = data.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')))
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className="size-44 rounded-[10px] border bg-white text-black"
    >
      <path fill="currentColor" d={cells.join('')} />
    </svg>
  )
}
