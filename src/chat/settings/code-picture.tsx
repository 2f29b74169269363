/** A QR code, which the server draws as an SVG: dark on light in either theme, as cameras want it. */
export function CodePicture({ svg, label }: { svg: string; label: string }) {
  return (
    <img
      src={`data:image/svg+xml,${encodeURIComponent(svg)}`}
      alt={label}
      className="size-48 self-center rounded-[10px] border bg-[#fff]"
    />
  )
}
