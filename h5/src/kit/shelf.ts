/**
 * Pictures of a form that have not arrived yet, kept on the phone (IndexedDB) until they have: a page that is closed, or that WeChat
 * ends, loses none. Beside the form's draft, and as long.
 */
import { serverNow } from './clock';
import { KEPT, SHELF } from './keeping';

export interface KeptPicture {
  /** The picture's name on this phone, under which its upload is found again. */
  key: string;
  /** When it was picked: the order of the tiles. */
  at: number;
  /** Null once it has arrived. */
  picture: Blob | null;
  /** It is as small as it gets. */
  ready: boolean;
  /** What it became; the form's draft may not have been saved since. */
  fileId: string | null;
}

/** The pictures of one form. Nothing here throws: a phone without room, or that forbids it, sends pictures all the same. */
export interface Shelf {
  list: () => Promise<KeptPicture[]>;
  /** False: there is no room. */
  put: (picture: KeptPicture) => Promise<boolean>;
  remove: (key: string) => Promise<void>;
}

type Row = KeptPicture & { name: string };

const STORE = 'picture';
let opening: Promise<IDBDatabase | null> | null = null;

/** Some versions of iOS never answer the first one who opens a database. */
const PATIENCE = 5_000;

function open(): Promise<IDBDatabase | null> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(null), PATIENCE);
    try {
      const request = indexedDB.open('wuye', 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'key' });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => resolve(null);
      request.onblocked = () => resolve(null);
    } catch {
      // Forbidden (a private window), or not there.
      resolve(null);
    }
  });
}

/** One transaction; null where it did not pass. */
async function run<T>(mode: 'readonly' | 'readwrite', act: (store: IDBObjectStore) => IDBRequest<T> | void): Promise<T | true | null> {
  const database = await (opening ??= open());
  if (!database) return null;
  return new Promise((resolve) => {
    try {
      const transaction = database.transaction(STORE, mode);
      const request = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request ? request.result : true);
      transaction.onerror = () => resolve(null);
      transaction.onabort = () => resolve(null);
    } catch {
      // The picture cannot be cloned, or the database was closed under us.
      resolve(null);
    }
  });
}

async function rows(): Promise<Row[]> {
  const found = await run<Row[]>('readonly', (store) => store.getAll() as IDBRequest<Row[]>);
  return Array.isArray(found) ? found : [];
}

/** In one transaction: who looks after it sees none of them. */
async function removeAll(which: (row: Row) => boolean): Promise<void> {
  let left = 0;
  await run('readwrite', (store) => {
    const all = store.getAll() as IDBRequest<Row[]>;
    all.onsuccess = () => {
      const gone = all.result.filter(which);
      left = all.result.length - gone.length;
      gone.forEach(({ key }) => store.delete(key));
    };
  });
  if (left === 0) localStorage.removeItem(SHELF);
}

/** Some old browsers keep a picture and cannot read it any more. */
function isReadable({ picture }: Row): Promise<boolean> {
  if (!picture) return Promise.resolve(true);
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(true);
    reader.onerror = () => resolve(false);
    reader.readAsArrayBuffer(picture.slice(0, 16));
  });
}

export function shelfOf(name: string): Shelf {
  return {
    async list() {
      const mine = (await rows()).filter((row) => row.name === name).sort((a, b) => a.at - b.at);
      const readable = await Promise.all(mine.map(isReadable));
      return mine.map((row, index) => (readable[index] ? row : { ...row, picture: null }));
    },
    async put(picture) {
      const kept = await run('readwrite', (store) => store.put({ ...picture, name }));
      if (kept !== null) localStorage.setItem(SHELF, '1');
      return kept !== null;
    },
    async remove(key) {
      await run('readwrite', (store) => store.delete(key));
    },
  };
}

/** After the form was sent, or emptied. */
export const emptyShelf = (name: string): Promise<void> => removeAll((row) => row.name === name);

/** On signing out: the phone may be shared. */
export const emptyShelves = (): Promise<void> => removeAll(() => true);

/** Those of forms that nobody opened again. */
export const sweepShelves = (): Promise<void> => removeAll(({ at }) => serverNow() - at > KEPT);
