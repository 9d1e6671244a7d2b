import { nextTick, onBeforeUnmount, onMounted, type Ref } from 'vue';

const FOCUSABLE = 'a[href],button:not([disabled]),input:not([disabled]),textarea:not([disabled]),select:not([disabled]),[tabindex]:not([tabindex="-1"])';

/**
 * What makes a box a dialog for the keyboard: focus moves in, Tab stays in, Esc closes, focus goes back afterwards,
 * and the page behind does not scroll.
 */
export function useModal(box: Readonly<Ref<HTMLElement | undefined>>, close: () => void): void {
  const before = document.activeElement;

  function onKey(event: KeyboardEvent): void {
    if (event.key === 'Escape') close();
    if (event.key !== 'Tab' || !box.value) return;
    const inside = Array.from(box.value.querySelectorAll<HTMLElement>(FOCUSABLE));
    const [first, last] = [inside[0], inside[inside.length - 1]];
    const edge = event.shiftKey ? first : last;
    if (document.activeElement !== edge && document.activeElement !== box.value) return;
    event.preventDefault();
    (event.shiftKey ? last : first)?.focus();
  }

  onMounted(() => {
    document.addEventListener('keydown', onKey);
    document.body.style.overflow = 'hidden';
    void nextTick(() => box.value?.focus());
  });
  onBeforeUnmount(() => {
    document.removeEventListener('keydown', onKey);
    document.body.style.overflow = '';
    if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  });
}
