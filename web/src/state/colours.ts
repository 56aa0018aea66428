/** Colours that can be read: contrast as WCAG 2 defines it. */

type Rgb = [number, number, number];

const READABLE = 4.6; // a little over what level AA asks for
const DEFAULT = "#2f5fe0";

export interface Accent {
  /** of buttons */
  fill: string;
  /** of what stands on them */
  on: string;
  /** of links and marks on the page's own ground */
  text: string;
}

/** Return a site's colour as it can be used on a light or dark page; no colour means ours. */
export function accentOf(colour: string, dark: boolean): Accent {
  const own = rgbOf(colour) ?? (rgbOf(DEFAULT) as Rgb);
  const ground: Rgb = dark ? [32, 36, 43] : [246, 247, 249]; // the raised and the sunken parts of the page
  const fill = contrast(own, ground) < 1.6 ? toward(own, dark, ground, 1.6) : own;
  const on =
    contrast(fill, [255, 255, 255]) >= READABLE || contrast(fill, [16, 18, 22]) < READABLE ? "#ffffff" : "#101216";
  const white = on === "#ffffff" ? toward(fill, false, [255, 255, 255], READABLE) : fill;
  return { fill: text(white), on, text: text(toward(own, dark, ground, READABLE)) };
}

/** Move a colour to white (or black) until it stands out from the ground. */
function toward(from: Rgb, lighter: boolean, ground: Rgb, enough: number): Rgb {
  const end = lighter ? 255 : 0;
  let found = from;
  for (let step = 1; step <= 20 && contrast(found, ground) < enough; step++) {
    found = from.map((part) => part + ((end - part) * step) / 20) as Rgb;
  }
  return found;
}

function contrast(one: Rgb, other: Rgb): number {
  const [bright, dim] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (bright + 0.05) / (dim + 0.05);
}

function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function rgbOf(colour: string): Rgb | undefined {
  const found = /^#?([0-9a-f]{6}|[0-9a-f]{3})$/i.exec(colour.trim())?.[1];
  if (!found) return undefined;
  const digits = found.length === 3 ? [...found].map((digit) => digit + digit).join("") : found;
  return [0, 2, 4].map((at) => parseInt(digits.slice(at, at + 2), 16)) as Rgb;
}

function text(colour: Rgb): string {
  return `rgb(${colour.map(Math.round).join(" ")})`;
}
