import type { PosterView } from '@wuye/shared/community';
import { blankPaper, FONT, imageOf, WIDTH } from '../kit/paper-picture';
import { qrSource } from './qr';

/** The poster's words, the same on paper, on the screen and in the picture. */
export const POSTER_WORDS = {
  title: '业主有话说',
  call: '微信扫一扫，报事报修、投诉、建议、咨询',
  urgent: '电梯困人、燃气泄漏，请先打电话',
  direct: '扫码直接反映',
  follow: '扫码关注后反映、收通知',
} as const;

const QR = 760;
/** Two codes side by side: 80 mm each. */
const QR_OF_TWO = 480;

/** Writes a line in the middle, made smaller until it fits. */
function line(paper: CanvasRenderingContext2D, text: string, y: number, size: number, weight = 400): void {
  let fitting = size;
  do {
    paper.font = `${weight} ${fitting}px ${FONT}`;
    fitting -= 4;
  } while (paper.measureText(text).width > WIDTH - 160 && fitting > 20);
  paper.fillText(text, WIDTH / 2, y);
}

/** One code, or two with what each is for, their tops at `y`. */
async function codes(paper: CanvasRenderingContext2D, direct: string, follow: string | null, y: number): Promise<void> {
  if (follow === null) return paper.drawImage(await imageOf(qrSource(direct, QR)), (WIDTH - QR) / 2, y, QR, QR);
  const gap = (WIDTH - 2 * QR_OF_TWO) / 3;
  for (const [at, svg, words] of [
    [gap, direct, POSTER_WORDS.direct],
    [2 * gap + QR_OF_TWO, follow, POSTER_WORDS.follow],
  ] as const) {
    paper.drawImage(await imageOf(qrSource(svg, QR_OF_TWO)), at, y + 100, QR_OF_TWO, QR_OF_TWO);
    paper.font = `600 42px ${FONT}`;
    paper.fillText(words, at + QR_OF_TWO / 2, y + 100 + QR_OF_TWO + 60);
  }
}

/** The poster as a PNG, for phones that can't print. */
export async function posterPicture({ svg, follow, ...place }: PosterView): Promise<string> {
  const paper = blankPaper();
  paper.textAlign = 'center';
  paper.fillStyle = '#0f5cb0';
  line(paper, POSTER_WORDS.title, 230, 140, 600);
  paper.fillStyle = '#1a1f26';
  line(paper, place.name, 350, 76, 600);
  await codes(paper, svg, follow.svg, 420);
  line(paper, POSTER_WORDS.call, 1290, 48);
  line(paper, POSTER_WORDS.urgent, 1420, 48, 600);
  line(paper, place.servicePhone, 1520, 84, 600);
  line(paper, `${place.companyName} · 第 ${place.version} 版`, 1660, 40);
  return paper.canvas.toDataURL('image/png');
}
