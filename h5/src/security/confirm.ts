import { createApp } from 'vue';
import ConfirmSheet from './ConfirmSheet.vue';

let open: Promise<boolean> | undefined;

function ask(): Promise<boolean> {
  const host = document.createElement('div');
  document.body.append(host);
  return new Promise((resolve) => {
    const app = createApp(ConfirmSheet, {
      onAnswer: (proved: boolean) => {
        app.unmount();
        host.remove();
        resolve(proved);
      },
    });
    // Ids of its own: a field of the page below must not be the one that a label of the sheet means.
    app.config.idPrefix = 'confirm';
    app.mount(host);
  });
}

/** Asks for the second factor; acts that want it at the same time share one sheet. Resolves to whether it was proved. */
export function askConfirm(): Promise<boolean> {
  open ??= ask().finally(() => (open = undefined));
  return open;
}
