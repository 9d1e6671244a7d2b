import { addMonths, type FiguresView, monthOf } from '@wuye/shared/figures';
import { computed } from 'vue';
import { useSession } from '../app/session';
import { readFigures } from '../figures/client.gen';
import { serverNow } from '../kit/clock';
import { useLoad } from '../kit/load';

/** How far back a district had something to be found by, in months. */
const BACK = 11;

/** 行政区域 to search by: those with complaints within a year, for who oversees more than one. Others have no choice to make. */
export function useDistricts() {
  const oversees = useSession().has('city_officer');
  const to = monthOf(serverNow());
  const query = { from: addMonths(to, -BACK), to, by: 'district', limit: 50 } as const;
  const load = useLoad<Pick<FiguresView, 'rows'>>(async (signal) => (oversees ? readFigures({ query }, { signal }) : { ok: true, data: { rows: [] } }));
  return computed(() => (load.data.value?.rows ?? []).map(({ id, name }) => ({ id, name })));
}
