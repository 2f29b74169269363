/** How many list items a Markdown text holds, outside code blocks and comments. */
export function countFacts(markdown: string): number {
  const prose = markdown.replace(/<!--[\s\S]*?-->/g, '').replace(/^```[\s\S]*?^```/gm, '')
  return prose.match(/^[ \t]*(?:[-*+]|\d+[.)])[ \t]+\S/gm)?.length ?? 0
}
