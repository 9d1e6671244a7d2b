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

/** Offers it to who reads in large letters and was never asked. */
function look(): void {
  if (localStorage.getItem(KEY) === null && localStorage.getItem(OFFERED) === null && fontScale() >= LARGE) offer.value = true;
}

/**
 * At start, before anything is drawn: puts the remembered mode on, or offers it once. WeChat may enlarge later, when its
 * bridge is ready or the person moves 调整字体: it does so by a style, which is watched and never overruled.
 */
export function startElder(): void {
  on.value = localStorage.getItem(KEY) === '1';
  offer.value = false;
  look();
  show();
  const watch = new MutationObserver(look);
  for (const each of [document.documentElement, document.body]) watch.observe(each, { attributeFilter: ['style'] });
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
