import { h, render } from 'vue';
import ConfirmSheet from './ConfirmSheet.vue';

let open: Promise<boolean> | undefined;

function ask(): Promise<boolean> {
  const host = document.createElement('div');
  document.body.append(host);
  return new Promise((resolve) => {
    const onAnswer = (proved: boolean) => {
      render(null, host);
      host.remove();
      resolve(proved);
    };
    render(h(ConfirmSheet, { onAnswer }), host);
  });
}

/** Asks for the second factor; acts that want it at the same time share one sheet. Resolves to whether it was proved. */
export function askConfirm(): Promise<boolean> {
  open ??= ask().finally(() => (open = undefined));
  return open;
}
