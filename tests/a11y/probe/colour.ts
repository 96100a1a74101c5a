/** Colours as they come out on the glass, and how far apart they are. */
export interface Colour {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  /** 0 to 1. */
  readonly alpha: number;
}

const white: Colour = { red: 255, green: 255, blue: 255, alpha: 1 };

/** Reads what getComputedStyle says: `rgb(…)` and `rgba(…)`; undefined for anything else. */
export function readColour(text: string): Colour | undefined {
  const parts = /^rgba?\(([^)]*)\)$/
    .exec(text)?.[1]
    ?.split(/[\s,/]+/)
    .map(Number);
  const [red, green, blue, alpha = 1] = parts ?? [];
  if (red === undefined || green === undefined || blue === undefined) return undefined;
  return { red, green, blue, alpha };
}

/** One colour laid over another. */
export function over(top: Colour, ground: Colour): Colour {
  const mix = (one: number, other: number): number => one * top.alpha + other * (1 - top.alpha);
  return {
    red: mix(top.red, ground.red),
    green: mix(top.green, ground.green),
    blue: mix(top.blue, ground.blue),
    alpha: 1,
  };
}

/** WCAG contrast, 1 to 21. */
export function ratio(one: Colour, other: Colour): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance({ red, green, blue }: Colour): number {
  const [r = 0, g = 0, b = 0] = [red, green, blue].map((value) => {
    const share = value / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** What is painted behind something, and whether a picture is part of it. */
export interface Ground {
  readonly colour: Colour;
  readonly picture: boolean;
}

/** The ground of an element: its own background and those behind it until one lets nothing through. */
export function groundOf(element: Element | null): Ground {
  const layers: Colour[] = [];
  let picture = false;
  for (let at = element; at !== null; at = at.parentElement) {
    const style = getComputedStyle(at);
    if (style.backgroundImage !== 'none') picture = true;
    const colour = readColour(style.backgroundColor);
    if (!colour || colour.alpha === 0) continue;
    layers.push(colour);
    if (colour.alpha === 1) break;
  }
  return { colour: layers.reduceRight((ground, layer) => over(layer, ground), white), picture };
}

/** How much of an element the opacity of what it stands in leaves, 0 to 1. */
export function opacityOf(element: Element): number {
  let left = 1;
  for (let at: Element | null = element; at !== null; at = at.parentElement) {
    left *= Number(getComputedStyle(at).opacity);
  }
  return left;
}
