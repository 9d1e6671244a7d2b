import { type BoardLine, boardLevelNames, hoursWords } from '@wuye/shared/board';
import type { Paper } from './papers.js';
import type { Sheet } from './sheet.js';

const BLUE = '#0f5cb0';
const GREY = '#4a5361';
const WHITE = '#ffffff';
/** Millimetres of A4: the frame's inside. */
const [LEFT, WIDE] = [20, 170];
/** At least 40 mm, that a phone reads it from an arm's length. */
const CODE = 44;
/** White around a code, four of its modules or more. */
const QUIET = 5;

/** The words of the poster, as its page and its picture say them. */
const POSTER = {
  title: '业主有话说',
  call: '微信扫一扫，报事报修、投诉、建议、咨询',
  urgent: '电梯困人、燃气泄漏，请先打电话',
  direct: '扫码直接反映',
  follow: '扫码关注后反映、收通知',
} as const;

/** One code in the middle, or two side by side, each with what it is for below. */
function codes(sheet: Sheet, { url, followText }: Paper, y: number, side: number, size: number): void {
  const both: readonly (readonly [string, string])[] = [[url, POSTER.direct], ...(followText ? [[followText, POSTER.follow] as const] : [])];
  const cell = WIDE / both.length;
  both.forEach(([text, caption], index) => {
    const x = LEFT + index * cell;
    sheet.code(text, x + (cell - side) / 2, y + QUIET, side);
    sheet.text(caption, { x, y: y + side + 2 * QUIET - 2, w: cell, h: size * 0.6 }, { size, align: 'center', bold: true, line: true });
  });
}

function heading(sheet: Sheet, words: string, y: number): void {
  sheet.fill({ x: LEFT, y: y + 1.5, w: 2, h: 7 }, BLUE);
  sheet.text(words, { x: LEFT + 5, y, w: WIDE - 5, h: 10 }, { size: 17, bold: true, colour: BLUE });
}

function phoneLine(sheet: Sheet, { level, name, phone, from, to }: BoardLine, y: number): void {
  sheet.text(boardLevelNames[level], { x: LEFT, y, w: 44, h: 8 }, { size: 15, bold: true, line: true });
  sheet.text(name, { x: LEFT, y: y + 7.5, w: 78, h: 9.5 }, { size: 10, colour: GREY });
  sheet.text(phone ?? '', { x: LEFT + 80, y, w: 90, h: 11 }, { size: 24, bold: true, line: true });
  if (from && to) sheet.text(`接听时间：${hoursWords(from, to)}`, { x: LEFT + 80, y: y + 10.5, w: 90, h: 6 }, { size: 11, colour: GREY, line: true });
  sheet.fill({ x: LEFT, y: y + 17.5, w: WIDE, h: 0.2 }, '#c9d1dc');
}

/** 公示牌 by the template (成住建发〔2023〕62号 附件1). */
export function drawBoard(sheet: Sheet, paper: Paper): void {
  const { place, words, lines, edition } = paper;
  sheet.frame({ x: 8, y: 8, w: 194, h: 281 }, 0.8, BLUE);
  sheet.fill({ x: 8, y: 8, w: 194, h: 36 }, BLUE);
  sheet.text(words.title, { x: 14, y: 11, w: 182, h: 18 }, { size: 30, align: 'center', bold: true, colour: WHITE, line: true });
  sheet.text(place.name, { x: LEFT, y: 29, w: WIDE, h: 13 }, { size: 17, align: 'center', colour: WHITE });
  heading(sheet, words.phones, 48);
  lines.forEach((line, index) => phoneLine(sheet, line, 60 + index * 19));
  heading(sheet, words.guide, 120);
  sheet.text(words.guides.join('\n'), { x: LEFT, y: 131, w: WIDE, h: 30 }, { size: 12.5 });
  codes(sheet, paper, 160, CODE, 12);
  heading(sheet, words.pledge, 224);
  sheet.text(words.promise, { x: LEFT, y: 235, w: WIDE, h: 34 }, { size: 13 });
  sheet.text(words.seal, { x: LEFT + 40, y: 273, w: WIDE - 40, h: 10 }, { size: 15, align: 'right', bold: true });
  sheet.text(`第 ${edition} 版`, { x: LEFT, y: 276, w: 40, h: 6 }, { size: 9, colour: GREY });
}

/** The QR poster of 业主有话说. */
export function drawPoster(sheet: Sheet, paper: Paper): void {
  const { place, lines, edition, followText } = paper;
  // The line that the project filled in; the base data only suggests.
  const phone = lines.find(({ level }) => level === 'project')?.phone ?? place.servicePhone;
  sheet.text(POSTER.title, { x: LEFT, y: 18, w: WIDE, h: 34 }, { size: 60, align: 'center', bold: true, colour: BLUE, line: true });
  sheet.text(place.name, { x: LEFT, y: 54, w: WIDE, h: 20 }, { size: 30, align: 'center', bold: true });
  codes(sheet, paper, 80, followText ? 72 : 104, 15);
  sheet.text(POSTER.call, { x: LEFT, y: 208, w: WIDE, h: 12 }, { size: 18, align: 'center' });
  sheet.text(POSTER.urgent, { x: LEFT, y: 224, w: WIDE, h: 12 }, { size: 20, align: 'center', bold: true });
  sheet.text(phone, { x: LEFT, y: 237, w: WIDE, h: 20 }, { size: 40, align: 'center', bold: true, line: true });
  sheet.text(`${place.companyName} · 第 ${edition} 版`, { x: LEFT, y: 266, w: WIDE, h: 12 }, { size: 14, align: 'center', colour: GREY });
}
