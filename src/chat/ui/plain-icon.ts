import { createElement, type SVGProps } from 'react'

/**
 * Makes an icon's component of what lucide draws it with; the build puts it in the place of lucide's own, which is 1.5 kB larger and
 * reads a context for every icon. What the chat uses of an icon is its `size`, and any attribute of an `<svg>`.
 */
export default function createPlainIcon({
  node,
}: {
  node: readonly (readonly [tag: string, attributes: object])[]
}) {
  return ({ size = 24, ...rest }: { size?: number } & SVGProps<SVGSVGElement>) =>
    createElement(
      'svg',
      {
        width: size,
        height: size,
        viewBox: '0 0 24 24',
        fill: 'none',
        stroke: 'currentColor',
        strokeWidth: 2,
        strokeLinecap: 'round',
        strokeLinejoin: 'round',
        ...rest,
      },
      ...node.map(([tag, attributes]) => createElement(tag, attributes)),
    )
}
