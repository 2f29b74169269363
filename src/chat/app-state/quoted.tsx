/** A text in which programs put names between backticks, with the names as code. */
export function Quoted({ text }: { text: string }) {
  return text.split(/`([^`\n]+)`/).map((piece, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces are their place
      <code key={index} className="rounded-[5px] bg-sunken px-1 font-mono text-xs">
        {piece}
      </code>
    ) : (
      piece
    ),
  )
}
