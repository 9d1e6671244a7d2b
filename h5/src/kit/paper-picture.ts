/** A4 at 150 dots an inch: readable when printed, small enough to send. */
export const [WIDTH, HEIGHT] = [1240, 1754] as const;
export const FONT = '"PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif';

/** A white sheet of A4 to draw on. */
export function blankPaper(): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [WIDTH, HEIGHT];
  const paper = canvas.getContext('2d');
  if (!paper) throw new Error('This browser has no canvas.');
  paper.fillStyle = '#fff';
  paper.fillRect(0, 0, WIDTH, HEIGHT);
  return paper;
}

/** A picture that can be drawn on it. */
export function imageOf(source: string): Promise<HTMLImageElement> {
  return new Promise((resolve, reject) => {
    const picture = new Image();
    picture.onload = () => resolve(picture);
    picture.onerror = () => reject(new Error('The QR picture could not be read.'));
    picture.src = source;
  });
}
