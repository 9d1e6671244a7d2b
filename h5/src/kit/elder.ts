import { readonly, ref, type Ref } from 'vue';

const KEY = 'wuye:elder';
const OFFERED = 'wuye:elder-offered';
/** From here on the person has asked their phone for larger letters. */
const LARGE = 1.15;

const on = ref(false);
const offer = ref(false);

/** WeChat enlarges by text zoom (Android, seen in the root's size) or on the body (iOS); browsers by the root's size. */
function fontScale(): number {
  const root = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16 || 1;
  const adjust = document.body.style.getPropertyValue('-webkit-text-size-adjust');
  return Math.max(root, adjust.endsWith('%') ? parseFloat(adjust) / 100 : 1);
}

function show(): void {
  document.documentElement.toggleAttribute('data-elder', on.value);
}

/** At start, before anything is drawn: puts the remembered mode on, or offers it once to who reads in large letters. */
export function startElder(): void {
  on.value = localStorage.getItem(KEY) === '1';
  offer.value = !on.value && localStorage.getItem(KEY) === null && localStorage.getItem(OFFERED) === null && fontScale() >= LARGE;
  show();
}

/** 长辈版: whether it is on, switching it, and the one-time offer. */
export function useElder(): { on: Readonly<Ref<boolean>>; offer: Readonly<Ref<boolean>>; set: (value: boolean) => void; decline: () => void } {
  const decline = () => {
    offer.value = false;
    localStorage.setItem(OFFERED, '1');
  };
  const set = (value: boolean) => {
    on.value = value;
    localStorage.setItem(KEY, value ? '1' : '0');
    decline();
    show();
  };
  return { on: readonly(on), offer: readonly(offer), set, decline };
}
