import type { BoardLine, BoardView } from '@wuye/shared/board';
import { POSTER_WORDS } from '../community/poster-picture';
import { qrSource } from '../community/qr';
import { blankPaper, FONT, imageOf, WIDTH } from '../kit/paper-picture';
import { hoursOf, levelName } from './words';

const LEFT = 118;
const WIDE = WIDTH - 2 * LEFT;
/** 44 mm: at least 40 are asked for. */
const CODE = 260;
const [BLUE, INK, GREY] = ['#0f5cb0', '#1a1f26', '#4a5361'];

type Paper = CanvasRenderingContext2D;

interface Style {
  size: number;
  bold?: boolean;
  colour?: string;
  align?: CanvasTextAlign;
}

/** The text in lines that fit. Chinese breaks anywhere. */
function wrapped(paper: Paper, text: string, wide: number): string[] {
  const lines = [''];
  for (const sign of text) {
    const last = lines[lines.length - 1] ?? '';
    if (last && paper.measureText(last + sign).width > wide) lines.push(sign);
    else lines[lines.length - 1] = last + sign;
  }
  return lines;
}

/** Writes into a box of so many lines, smaller until it fits; answers where the text ends. */
function write(paper: Paper, text: string, x: number, y: number, wide: number, most: number, { size, bold, colour = INK, align = 'left' }: Style): number {
  let lines: string[];
  let fitting = size;
  do {
    paper.font = `${bold ? 600 : 400} ${fitting}px ${FONT}`;
    lines = wrapped(paper, text, wide);
    fitting -= 2;
  } while (lines.length > most && fitting > 14);
  const height = (fitting + 2) * 1.5;
  paper.fillStyle = colour;
  paper.textAlign = align;
  const at = { left: x, center: x + wide / 2, right: x + wide }[align as 'left'];
  lines.forEach((line, index) => paper.fillText(line, at, y + height * (index + 0.75)));
  return y + height * lines.length;
}

function heading(paper: Paper, words: string, y: number): void {
  paper.fillStyle = BLUE;
  paper.fillRect(LEFT, y + 8, 12, 40);
  write(paper, words, LEFT + 30, y, WIDE - 30, 1, { size: 36, bold: true, colour: BLUE });
}

function phone(paper: Paper, line: BoardLine, y: number): void {
  write(paper, levelName(line), LEFT, y, 430, 1, { size: 32, bold: true });
  write(paper, line.name, LEFT, y + 48, 450, 2, { size: 22, colour: GREY });
  write(paper, line.phone ?? '', LEFT + 480, y, 520, 1, { size: 48, bold: true });
  write(paper, hoursOf(line), LEFT + 480, y + 68, 520, 1, { size: 24, colour: GREY });
  paper.fillStyle = '#c9d1dc';
  paper.fillRect(LEFT, y + 106, WIDE, 2);
}

async function codes(paper: Paper, { svg, follow }: BoardView, y: number): Promise<void> {
  const both = [[svg, POSTER_WORDS.direct], ...(follow.svg ? [[follow.svg, POSTER_WORDS.follow]] : [])] as const;
  const cell = WIDE / both.length;
  for (const [index, [source = '', caption = '']] of both.entries()) {
    const x = LEFT + index * cell;
    // The picture brings its own white.
    paper.drawImage(await imageOf(qrSource(source, CODE)), x + (cell - CODE) / 2, y, CODE, CODE);
    write(paper, caption, x, y + CODE, cell, 1, { size: 26, bold: true, align: 'center' });
  }
}

/** The board as a PNG, for phones that can't print. */
export async function boardPicture(board: BoardView): Promise<string> {
  const paper = blankPaper();
  paper.fillStyle = BLUE;
  paper.fillRect(0, 0, WIDTH, 230);
  const { words } = board;
  write(paper, words.title, 60, 30, WIDTH - 120, 1, { size: 60, bold: true, colour: '#fff', align: 'center' });
  write(paper, board.name, LEFT, 130, WIDE, 2, { size: 38, colour: '#fff', align: 'center' });
  heading(paper, words.phones, 262);
  board.lines.forEach((line, index) => phone(paper, line, 340 + index * 122));
  heading(paper, words.guide, 724);
  words.guides.reduce((y, each) => write(paper, each, LEFT, y, WIDE, 3, { size: 26 }), 796);
  await codes(paper, board, 986);
  heading(paper, words.pledge, 1320);
  write(paper, words.promise, LEFT, 1392, WIDE, 5, { size: 28 });
  write(paper, words.seal, LEFT, 1650, WIDE, 1, { size: 32, bold: true, align: 'right' });
  write(paper, `第 ${board.hanging.edition} 版`, LEFT, 1664, 200, 1, { size: 20, colour: GREY });
  return paper.canvas.toDataURL('image/png');
}
