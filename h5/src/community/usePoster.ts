import { ref } from 'vue';
import { useLoad } from '../kit/load';
import { poster } from './client.gen';
import { posterPicture } from './poster-picture';

/** A community's poster: to print, or as a picture to keep. */
export function usePoster(id: string) {
  const load = useLoad((signal) => poster({ params: { id } }, { signal }));
  const picture = ref('');
  const drawing = ref(false);
  const error = ref('');

  async function save(): Promise<void> {
    const place = load.data.value;
    if (!place) return;
    drawing.value = true;
    error.value = '';
    try {
      picture.value = await posterPicture(place, place.svg);
    } catch {
      // An old browser that can't draw: paper still works.
      error.value = '这部手机画不出图片，请用电脑打开本页打印。';
    } finally {
      drawing.value = false;
    }
  }

  return { load, picture, drawing, error, save, print: () => window.print() };
}
