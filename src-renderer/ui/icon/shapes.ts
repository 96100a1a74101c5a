/** One stroke of an icon: the SVG element and its attributes. */
export interface Shape {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
}

const element = /<(path|circle|rect|line|polyline|polygon|ellipse)\s([^>]*?)\/>/g;
const attribute = /([a-z0-9-]+)="([^"]*)"/g;

/** The strokes of a Lucide icon file, read as data: the page's policy allows no markup from text. */
export function shapesOf(svg: string): Shape[] {
  return Array.from(svg.matchAll(element), ([, tag = '', attributes = '']) => ({
    tag,
    attributes: Object.fromEntries(
      Array.from(attributes.matchAll(attribute), ([, name = '', value = '']) => [name, value]),
    ),
  }));
}
