import { type AsyncComponentLoader, type Component, defineAsyncComponent } from 'vue';
import LaterFailed from './LaterFailed.vue';
import LaterRow from './LaterRow.vue';

const TRIES = 4;
const FIRST_WAIT = 300;

/**
 * A part of a page that is fetched when it is shown: a row stands in its place from 300 ms on. Where the line breaks it is asked for again,
 * after a longer wait each time, about five seconds in all; then the row says so, and how it goes on.
 */
export const later = <T extends Component>(loader: AsyncComponentLoader<T>): T =>
  defineAsyncComponent<T>({
    loader,
    delay: FIRST_WAIT,
    loadingComponent: LaterRow,
    errorComponent: LaterFailed,
    onError: (_error, retry, fail, attempts) => {
      if (attempts > TRIES) fail();
      else setTimeout(retry, FIRST_WAIT * 2 ** (attempts - 1));
    },
  });
