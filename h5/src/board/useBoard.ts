import { boardAccess, type BoardView } from '@wuye/shared/board';
import { communityAccess } from '@wuye/shared/community';
import type { Role } from '@wuye/shared/kit';
import { computed, ref, shallowRef } from 'vue';
import { useSession } from '../app/session';
import type { Problem } from '../kit/http';
import { useLoad } from '../kit/load';
import { readBoard } from './client.gen';
import { downloadPdf, type PdfKind, type PdfSize } from './download';

/** The board as a picture, for phones that can't print. */
function usePicture(board: () => BoardView | null) {
  const picture = ref('');
  const drawing = ref(false);
  const error = ref('');

  async function save(): Promise<void> {
    const data = board();
    if (!data || drawing.value) return;
    drawing.value = true;
    error.value = '';
    try {
      const { boardPicture } = await import('./board-picture');
      picture.value = await boardPicture(data);
    } catch {
      // An old browser that can't draw: paper still works.
      error.value = '这部手机画不出图片，请用电脑打开本页打印。';
    } finally {
      drawing.value = false;
    }
  }
  return { picture, drawing, error, save };
}

/** PDFs, one at a time. */
function usePdf(id: string, name: () => string) {
  const fetching = ref('');
  const refused = shallowRef<Problem | null>(null);

  async function download(kind: PdfKind, size: PdfSize): Promise<void> {
    if (fetching.value) return;
    fetching.value = `${kind} ${size}`;
    refused.value = await downloadPdf(id, kind, size, `${kind === 'board' ? '公示牌' : '业主有话说海报'}-${name()}-${size}`);
    fetching.value = '';
  }
  return { fetching, refused, download };
}

/** 公示牌 of a community: what stands on it, what one may do with it, and the ways to paper. */
export function useBoard(id: string) {
  const session = useSession();
  const load = useLoad((signal) => readBoard({ params: { id } }, { signal }));
  const has = (rule: { readonly roles: readonly Role[] }) => computed(() => session.has(...rule.roles));
  const may = {
    edit: has(boardAccess['board.edit']),
    bureau: has(boardAccess['board.bureau']),
    hang: has(boardAccess['board.hang']),
    poster: has(communityAccess['community.poster']),
  };
  const picture = usePicture(() => load.data.value);
  const pdf = usePdf(id, () => load.data.value?.name ?? '');
  return { load, may, ...picture, ...pdf, print: () => window.print() };
}
