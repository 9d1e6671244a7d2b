import { type AsyncComponentLoader, type Component, defineAsyncComponent } from 'vue';

const TRIES = 6;
const FIRST_WAIT = 300;

/**
 * A part of a page that is fetched when it is shown. Where the line breaks it is asked for again, after a longer wait each time, about
 * twenty seconds in all: else the part would be missing without a word.
 */
export const later = <T extends Component>(loader: AsyncComponentLoader<T>): T =>
  defineAsyncComponent<T>({
    loader,
    onError: (_error, retry, fail, attempts) => {
      if (attempts > TRIES) fail();
      else setTimeout(retry, FIRST_WAIT * 2 ** (attempts - 1));
    },
  });
