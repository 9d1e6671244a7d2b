import { onBeforeUnmount, onMounted, readonly, ref, type Ref } from 'vue';

const WIDE = '(min-width: 1024px)';

/** Whether the screen is a desk's: staff then get tables. */
export function useWide(): Readonly<Ref<boolean>> {
  const query = window.matchMedia(WIDE);
  const wide = ref(query.matches);
  const look = () => (wide.value = query.matches);
  // addListener, since Safari learnt addEventListener here with 14.
  onMounted(() => (query.addEventListener ? query.addEventListener('change', look) : query.addListener(look)));
  onBeforeUnmount(() => (query.removeEventListener ? query.removeEventListener('change', look) : query.removeListener(look)));
  return readonly(wide);
}
