import { readFile } from 'node:fs/promises';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { boardRoutes } from '@wuye/shared/board';
import type { InputOf } from '@wuye/shared/kit';
import { CONFIG, type Config } from '../platform/config/index.js';
import { isProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Boards } from './boards.js';
import { drawBoard, drawPoster } from './drawings.js';
import type { Paper } from './papers.js';
import { problem } from './problems.js';
import { Sheet } from './sheet.js';

type Query = InputOf<typeof boardRoutes.boardPdf>['query'];

/** The board and the poster as PDF: text stays text, codes are vectors. */
@Injectable()
export class BoardPdfs {
  private readonly log = new Logger('board');

  constructor(
    private readonly boards: Boards,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The file, or why there is none yet. The poster needs none of the three phones. */
  async make(context: SignedIn, id: string, query: Query): Promise<Buffer | Problem> {
    const paper = await this.boards.paper(context, id);
    if (isProblem(paper)) return paper;
    if (query.kind === 'board' && paper.missing) return problem('BOARD.INCOMPLETE', { words: paper.missing.replace(/。$/, '') });
    const document = await this.open(query, paper, context.now);
    if (!document) return problem('BOARD.NO_FONT');
    const sheet = new Sheet(document, query.size === 'A3' ? Math.SQRT2 : 1);
    if (query.kind === 'board') drawBoard(sheet, paper);
    else drawPoster(sheet, paper);
    return bytesOf(document);
  }

  /** A document that writes Chinese; null where the font is not there, or the file holds no such family. */
  private async open({ size, kind }: Query, { place, words }: Paper, now: Date): Promise<PDFKit.PDFDocument | null> {
    const { BOARD_FONT, BOARD_FONT_FAMILY } = this.config;
    // Loaded with the first sheet: a start does not pay for it.
    const { default: PDFDocument } = await import('pdfkit');
    const title = kind === 'board' ? words.title : '业主有话说';
    const document = new PDFDocument({ size, margin: 0, info: { Title: `${place.name} ${title}`, CreationDate: now, ModDate: now } });
    try {
      document.registerFont('chinese', await readFile(BOARD_FONT), BOARD_FONT_FAMILY).font('chinese');
      return document;
    } catch (error) {
      this.log.error(`BOARD_FONT: no ${BOARD_FONT_FAMILY} in ${BOARD_FONT} (${(error as { code?: string }).code ?? 'unreadable'})`);
      return null;
    }
  }
}

function bytesOf(document: PDFKit.PDFDocument): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', () => resolve(Buffer.concat(chunks)));
    document.on('error', reject);
    document.end();
  });
}
