import { onMounted, ref, type Ref } from 'vue';
import { useReload } from '../kit/clock';
import type { Problem } from '../kit/http';
import { drawCaptcha } from './client.gen';

export interface CaptchaPicture {
  id: string;
  /** For an <img>: nothing in a picture is run. */
  src: string;
}

export interface CaptchaState {
  picture: Readonly<Ref<CaptchaPicture | null>>;
  problem: Readonly<Ref<Problem | null>>;
  drawing: Readonly<Ref<boolean>>;
  /** A new picture in place of the one before. */
  draw: () => Promise<void>;
}

/** The picture captcha of a page: drawn when it opens, and again whenever one was used up. */
export function useCaptcha(): CaptchaState {
  const picture = ref<CaptchaPicture | null>(null);
  const problem = ref<Problem | null>(null);
  const drawing = ref(false);

  async function draw(): Promise<void> {
    if (drawing.value) return;
    drawing.value = true;
    const answer = await drawCaptcha();
    drawing.value = false;
    problem.value = answer.ok ? null : answer.problem;
    picture.value = answer.ok ? { id: answer.data.id, src: `data:image/svg+xml,${encodeURIComponent(answer.data.svg)}` } : null;
  }

  onMounted(draw);
  useReload(draw);
  return { picture, problem, drawing, draw };
}
