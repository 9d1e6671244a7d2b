import QRCode from 'qrcode';

/** Points in a millimetre. */
const MM = 72 / 25.4;
/** Points that text is made smaller by until it fits. */
const STEP = 0.5;

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

interface Style {
  /** Points on A4, at most and at least. */
  readonly size: number;
  readonly least?: number;
  readonly align?: 'left' | 'center' | 'right';
  readonly colour?: string;
  /** Drawn with an outline: the one font has one weight. */
  readonly bold?: boolean;
  /** Never broken into lines: a phone. */
  readonly line?: boolean;
}

const INK = '#1a1f26';

/** A sheet of A4 or A3 to draw on, always in millimetres of A4: A3 is the same, √2 times as large. */
export class Sheet {
  constructor(
    private readonly document: PDFKit.PDFDocument,
    scale: number,
  ) {
    document.scale(scale * MM);
  }

  /** Writes text into a box, as large as the style says or as fits; in the middle of its height. */
  text(words: string, box: Box, style: Style): void {
    const { document } = this;
    const { size, height } = this.fitting(words, box, style);
    const align = style.align ?? 'left';
    document.fillColor(style.colour ?? INK).strokeColor(style.colour ?? INK);
    document.fontSize(size / MM).lineWidth((size / MM) * 0.03);
    // pdfkit aligns what it may break; a single line is put in its place here.
    const free = style.line ? box.w - document.widthOfString(words) : 0;
    const x = box.x + { left: 0, center: free / 2, right: free }[align];
    const options = style.line ? { lineBreak: false } : { width: box.w, align };
    document.text(words, x, box.y + Math.max(0, (box.h - height) / 2), style.bold ? { ...options, fill: true, stroke: true } : options);
  }

  /** A code drawn as one shape: sharp at any size. `side` is that of its modules, without the white around it. */
  code(text: string, x: number, y: number, side: number): void {
    const { size, data } = QRCode.create(text, { errorCorrectionLevel: 'H' }).modules;
    const module = side / size;
    for (let row = 0; row < size; row++)
      for (let column = 0; column < size; column++) {
        if (!data[row * size + column]) continue;
        const first = column;
        while (column + 1 < size && data[row * size + column + 1]) column++;
        this.document.rect(x + first * module, y + row * module, (column - first + 1) * module, module);
      }
    this.document.fill('#000000');
  }

  fill({ x, y, w, h }: Box, colour: string): void {
    this.document.rect(x, y, w, h).fill(colour);
  }

  frame({ x, y, w, h }: Box, width: number, colour: string): void {
    this.document.lineWidth(width).rect(x, y, w, h).stroke(colour);
  }

  private fitting(words: string, { w, h }: Box, { size, least = 6, line }: Style): { size: number; height: number } {
    for (let fitting = size; ; fitting -= STEP) {
      this.document.fontSize(fitting / MM);
      const height = line ? this.document.currentLineHeight(true) : this.document.heightOfString(words, { width: w });
      const fits = height <= h && (!line || this.document.widthOfString(words) <= w);
      if (fits || fitting <= least) return { size: fitting, height };
    }
  }
}
