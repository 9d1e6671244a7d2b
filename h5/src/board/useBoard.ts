import { boardAccess, type BoardView } from '@wuye/shared/board';
import { communityAccess } from '@wuye/shared/community';
import type { Role } from '@wuye/shared/kit';
import { computed, ref, shallowRef } from 'vue';
import { useSession } from '../app/session';
import type { Problem } from '../kit/http';
import { useLoad } from '../kit/load';
import { usePaper } from '../kit/usePaper';
import { readBoard } from './client.gen';
import { downloadPdf, type PdfKind, type PdfSize } from './download';

/** Drawn by code that only who saves it loads. */
const drawn = async (board: BoardView): Promise<string> => (await import('./board-picture')).boardPicture(board);

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
  const paper = usePaper(() => load.data.value && drawn(load.data.value));
  const pdf = usePdf(id, () => load.data.value?.name ?? '');
  return { load, may, paper, ...pdf };
}
