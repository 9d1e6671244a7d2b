import { nextTick, onBeforeUnmount, onMounted, type Ref } from 'vue';

const FOCUSABLE = 'a[href],button:not([disabled]),input:not([disabled]),textarea:not([disabled]),select:not([disabled]),[tabindex]:not([tabindex="-1"])';

/** The boxes that are open, the uppermost last: it alone hears the keyboard. */
const stack: symbol[] = [];

/**
 * What makes a box a dialog for the keyboard: focus moves in, Tab stays in, Esc closes, focus goes back afterwards,
 * and the page behind does not scroll.
 */
export function useModal(box: Readonly<Ref<HTMLElement | undefined>>, close: () => void): void {
  const before = document.activeElement;
  const self = Symbol('modal');

  function onKey(event: KeyboardEvent): void {
    if (stack.at(-1) !== self || event.defaultPrevented) return;
    if (event.key === 'Escape') {
      // Or the one below, uppermost as soon as this one is gone, would take the same key for its own.
      event.preventDefault();
      close();
    }
    if (event.key !== 'Tab' || !box.value) return;
    const inside = Array.from(box.value.querySelectorAll<HTMLElement>(FOCUSABLE));
    const [first, last] = [inside[0], inside[inside.length - 1]];
    const edge = event.shiftKey ? first : last;
    if (document.activeElement !== edge && document.activeElement !== box.value) return;
    event.preventDefault();
    (event.shiftKey ? last : first)?.focus();
  }

  onMounted(() => {
    stack.push(self);
    document.addEventListener('keydown', onKey);
    document.body.style.overflow = 'hidden';
    void nextTick(() => box.value?.focus());
  });
  onBeforeUnmount(() => {
    document.removeEventListener('keydown', onKey);
    stack.splice(stack.indexOf(self), 1);
    if (stack.length === 0) document.body.style.overflow = '';
    if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  });
}
