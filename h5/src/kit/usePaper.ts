import { ref, type Ref } from 'vue';

/** A page that is a paper: printed, or kept as a picture by who has a phone that can't print. */
export interface Paper {
  /** The picture once it is drawn, else empty. */
  readonly picture: Ref<string>;
  readonly drawing: Ref<boolean>;
  readonly error: Ref<string>;
  readonly save: () => Promise<void>;
  readonly print: () => void;
}

/** @param draw the picture of what stands on the page; null as long as nothing does */
export function usePaper(draw: () => Promise<string> | null): Paper {
  const picture = ref('');
  const drawing = ref(false);
  const error = ref('');

  async function save(): Promise<void> {
    const drawn = drawing.value ? null : draw();
    if (!drawn) return;
    drawing.value = true;
    error.value = '';
    try {
      picture.value = await drawn;
    } catch {
      // An old browser that can't draw: paper still works.
      error.value = '这部手机画不出图片，请用电脑打开本页打印。';
    } finally {
      drawing.value = false;
    }
  }
  return { picture, drawing, error, save, print: () => window.print() };
}
