import { ref, type Ref } from 'vue';
import type { Answer, Problem } from './http';

/** A random UUID. `crypto.randomUUID` came with iOS 15.4. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

export interface Submit<A extends unknown[], T> {
  /** Sends; null when a sending is under way already (a second tap). */
  submit: (...content: A) => Promise<Answer<T> | null>;
  loading: Readonly<Ref<boolean>>;
  /** Of the last try; null while sending and after success. */
  problem: Readonly<Ref<Problem | null>>;
  clear: () => void;
}

/**
 * One writing act of a page: loading, its problem, and the idempotency key. The key stays for a retry of the same
 * content, so that an answer lost on the way does not do the thing twice; edited content or a success gets a new one.
 * @param send makes the call with the key
 */
export function useSubmit<A extends unknown[], T>(send: (key: string, ...content: A) => Promise<Answer<T>>): Submit<A, T> {
  const loading = ref(false);
  const problem = ref<Problem | null>(null);
  let key = '';
  let sent = '';

  async function submit(...content: A): Promise<Answer<T> | null> {
    if (loading.value) return null;
    const text = JSON.stringify(content);
    if (!key || text !== sent) key = newKey();
    sent = text;
    loading.value = true;
    problem.value = null;
    try {
      const answer = await send(key, ...content);
      if (answer.ok) key = '';
      else problem.value = answer.problem;
      return answer;
    } finally {
      loading.value = false;
    }
  }

  return { submit, loading, problem, clear: () => (problem.value = null) };
}
