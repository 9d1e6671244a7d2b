import { h, render } from 'vue';

let box: HTMLElement | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

/** The live region exists before it speaks: one that is born with its text stays unread. */
function region(): HTMLElement {
  if (!box) {
    box = document.createElement('div');
    box.className = 'toast';
    box.setAttribute('role', 'status');
    document.body.append(box);
  }
  return box;
}

/** A small success: 2 s, in 长辈版 4 s. What failed belongs beside what was done (ProblemText), not here. */
export function toast(words: string): void {
  const place = region();
  const elder = document.documentElement.hasAttribute('data-elder');
  clearTimeout(timer);
  // A frame later, so that the same words twice are read twice.
  place.textContent = '';
  requestAnimationFrame(() => (place.textContent = words));
  timer = setTimeout(() => (place.textContent = ''), elder ? 4000 : 2000);
}

export interface ConfirmOptions {
  title: string;
  /** What follows from it. */
  words?: string;
  /** The button's words name the act: 解除 2 套房屋, not 确定. */
  act: string;
  cancel?: string;
  danger?: boolean;
}

/** Asks before the irreversible; resolves to whether the person chose the act. */
export async function confirmAct(options: ConfirmOptions): Promise<boolean> {
  const { default: ConfirmDialog } = await import('./ConfirmDialog.vue');
  const host = document.createElement('div');
  document.body.append(host);
  return new Promise((resolve) => {
    const onAnswer = (yes: boolean) => {
      render(null, host);
      host.remove();
      resolve(yes);
    };
    render(h(ConfirmDialog, { ...options, onAnswer }), host);
  });
}

/** Shows pictures large; the viewer arrives with the first tap. */
export async function showPictures(urls: readonly string[], start = 0): Promise<void> {
  const [{ showImagePreview }] = await Promise.all([import('vant/es/image-preview'), import('vant/es/image-preview/style/index')]);
  showImagePreview({ images: [...urls], startPosition: start, closeable: true });
}
