import { watch, type Ref } from 'vue';
import type { Problem } from '../kit/http';
import { standsAlone } from './usePhoneProof';

/** Brings a problem that no field shows into sight: on a small phone it appears below the bar at the foot. */
export function useReveal(problem: Readonly<Ref<Problem | null>>, place: Readonly<Ref<HTMLElement | undefined>>): void {
  watch(problem, (found) => standsAlone(found) && place.value?.scrollIntoView({ block: 'center' }), { flush: 'post' });
}
