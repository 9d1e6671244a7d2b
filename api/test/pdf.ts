import { inflateSync } from 'node:zlib';

/** What a PDF of ours holds: enough of the format to read back text and shapes, and to know the paper. */
export interface ReadPdf {
  readonly pages: number;
  /** Of the paper, in millimetres. */
  readonly width: number;
  readonly height: number;
  readonly text: string;
  /** What is filled in black by one `f` with many rectangles: a code, as a square of modules. */
  readonly codes: readonly { readonly side: number; readonly dark: (row: number, column: number, size: number) => boolean }[];
}

const POINT = 25.4 / 72;

/** The streams of a file, inflated. */
function streamsOf(file: Buffer): string[] {
  const streams: string[] = [];
  for (let at = file.indexOf('stream\n'); at >= 0; at = file.indexOf('stream\n', at)) {
    const start = at + 7;
    const end = file.indexOf('\nendstream', start);
    const head = file.subarray(file.lastIndexOf(' obj', at), at).toString('latin1');
    const bytes = file.subarray(start, end);
    streams.push(head.includes('/FlateDecode') ? inflateSync(bytes).toString('latin1') : bytes.toString('latin1'));
    at = end + 10;
  }
  return streams;
}

/** Glyph → sign, from the ToUnicode map that lets a reader copy the text. */
function unicodeOf(streams: readonly string[]): Map<number, string> {
  const map = new Map<number, string>();
  for (const stream of streams.filter((each) => each.includes('beginbfrange')))
    for (const [, first = '', list = ''] of stream.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/gi))
      [...list.matchAll(/<([0-9a-f ]*)>/gi)].forEach(([, hex = ''], index) => {
        const units = (hex.replace(/ /g, '').match(/.{4}/g) ?? []).map((each) => Number.parseInt(each, 16));
        map.set(Number.parseInt(first, 16) + index, String.fromCharCode(...units));
      });
  return map;
}

function textOf(content: string, unicode: ReadonlyMap<number, string>): string {
  return [...content.matchAll(/\[([^\]]*)\] TJ/g)]
    .map(([, shown = '']) =>
      [...shown.matchAll(/<([0-9a-f]*)>/gi)]
        .flatMap(([, hex = '']) => (hex.match(/.{4}/g) ?? []).map((each) => unicode.get(Number.parseInt(each, 16)) ?? '?'))
        .join(''),
    )
    .join('');
}

type Rect = readonly [x: number, y: number, w: number, h: number];

/** The codes: runs of more than a hundred rectangles that are filled together. */
function codesOf(content: string, scale: number): ReadPdf['codes'] {
  const shapes = content
    .split(/^f$/m)
    .map((part) => [...part.matchAll(/^(\S+) (\S+) (\S+) (\S+) re$/gm)].map((each) => each.slice(1, 5).map(Number) as unknown as Rect));
  return shapes
    .filter((rects) => rects.length > 100)
    .map((rects) => {
      const [left, top] = [Math.min(...rects.map(([x]) => x)), Math.min(...rects.map(([, y]) => y))];
      const side = Math.max(...rects.map(([x, , w]) => x + w)) - left;
      const dark = (row: number, column: number, size: number): boolean => {
        const [px, py] = [left + ((column + 0.5) * side) / size, top + ((row + 0.5) * side) / size];
        return rects.some(([x, y, w, h]) => px > x && px < x + w && py > y && py < y + h);
      };
      return { side: side * scale * POINT, dark };
    });
}

/** Reads a PDF of one page. */
export function readPdf(file: Buffer): ReadPdf {
  const raw = file.toString('latin1');
  const streams = streamsOf(file);
  const [, width = '0', height = '0'] = /\/MediaBox \[0 0 (\S+) (\S+)\]/.exec(raw) ?? [];
  const content = streams.find((each) => each.includes(' TJ')) ?? '';
  const [, turned = '1', scaled = '1'] = [...content.matchAll(/^(\S+) 0 0 (\S+) 0 0 cm$/gm)].find(([, x]) => Number(x) > 1) ?? [];
  if (turned !== scaled) throw new Error('The sheet is scaled in one direction alone.');
  return {
    pages: (raw.match(/\/Type \/Page\b/g) ?? []).length,
    width: Number(width) * POINT,
    height: Number(height) * POINT,
    text: textOf(content, unicodeOf(streams)),
    codes: codesOf(content, Number(scaled)),
  };
}
