import { onMounted, ref, type Ref } from 'vue';
import { useReload } from '../kit/clock';
import { apiUrl, networkProblem, type Problem, problemFrom } from '../kit/http';
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
  /** [听验证码]: fetched once, and played again as often as it is asked for. */
  listen: () => Promise<void>;
  heard: Readonly<Ref<boolean>>;
  listening: Readonly<Ref<boolean>>;
}

/** Web Audio, not <audio>: iOS asks for a sound twice, and this one is read out once. */
async function decode(bytes: ArrayBuffer): Promise<() => void> {
  const Context = window.AudioContext ?? (window as unknown as { webkitAudioContext: typeof AudioContext }).webkitAudioContext;
  const context = new Context();
  // The promise form came with iOS 14.1.
  const sound = await new Promise<AudioBuffer>((resolve, reject) => void context.decodeAudioData(bytes, resolve, reject));
  return () => {
    const source = context.createBufferSource();
    source.buffer = sound;
    source.connect(context.destination);
    void context.resume();
    source.start();
  };
}

async function fetchSpeech(id: string): Promise<(() => void) | Problem> {
  try {
    const response = await fetch(apiUrl(`/captchas/${id}/speech`), { credentials: 'same-origin', cache: 'no-store' });
    return response.status === 200 ? await decode(await response.arrayBuffer()) : problemFrom(response.status, await response.text());
  } catch {
    return networkProblem('OFFLINE', 'GET');
  }
}

/** The spoken form of a picture. */
function useSpeech(picture: Readonly<Ref<CaptchaPicture | null>>, problem: Ref<Problem | null>) {
  const heard = ref(false);
  const listening = ref(false);
  let kept: { id: string; play: () => void } | null = null;

  async function listen(): Promise<void> {
    const id = picture.value?.id;
    if (!id || listening.value) return;
    if (kept?.id !== id) {
      listening.value = true;
      const play = await fetchSpeech(id);
      listening.value = false;
      if (typeof play !== 'function') return void (problem.value = play);
      kept = { id, play };
    }
    problem.value = null;
    heard.value = true;
    kept.play();
  }

  return { heard, listening, listen, forget: () => (heard.value = false) };
}

/** The picture captcha of a page: drawn when it opens, and again whenever one was used up. */
export function useCaptcha(): CaptchaState {
  const picture = ref<CaptchaPicture | null>(null);
  const problem = ref<Problem | null>(null);
  const drawing = ref(false);
  const { forget, ...speech } = useSpeech(picture, problem);

  async function draw(): Promise<void> {
    if (drawing.value) return;
    drawing.value = true;
    forget();
    const answer = await drawCaptcha();
    drawing.value = false;
    problem.value = answer.ok ? null : answer.problem;
    picture.value = answer.ok ? { id: answer.data.id, src: `data:image/svg+xml,${encodeURIComponent(answer.data.svg)}` } : null;
  }

  onMounted(draw);
  useReload(draw);
  return { picture, problem, drawing, draw, ...speech };
}
