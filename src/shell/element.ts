/** Makes an element with its properties and children. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Partial<Pick<HTMLElementTagNameMap[Tag], keyof HTMLElement>> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag)
  Object.assign(made, properties)
  made.append(...children)
  return made
}

export interface Action {
  label: string
  isPrimary?: boolean
  run: () => void
}

export function buttons(actions: readonly Action[]): HTMLButtonElement[] {
  return actions.map(({ label, isPrimary, run }) => {
    const button = element('button', { className: isPrimary ? 'primary' : '', onclick: run }, label)
    button.type = 'button'
    return button
  })
}
