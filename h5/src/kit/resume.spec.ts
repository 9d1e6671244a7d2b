import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { flushPromises } from '@vue/test-utils';
import type { UploadView } from '@wuye/shared/storage';
import { localProblem, type Answer } from './http';
import { sendPicture, type PictureOptions, type Wire } from './resume';

const PIECE = 100;
const FILE = { id: 'f1', width: 1, height: 1, bytes: 1 };
const offline = { ok: false as const, problem: localProblem('NETWORK.OFFLINE', '网络断开') };
const refused = (code: string, status: number, offset?: number) => ({
  ok: false as const,
  problem: { ...localProblem(code, code, status), ...(offset !== undefined && { errors: [{ path: 'offset', message: String(offset) }] }) },
});

/** A server that keeps what arrives; `breaks` says what becomes of the n-th call, counted from 0. */
function serverWith(breaks: (call: number, name: string) => 'lost before' | 'lost after' | Answer<never> | undefined = () => undefined) {
  const uploads = new Map<string, UploadView & { key: string }>();
  const sent: { name: string; bytes: number }[] = [];
  const act = async <T>(name: string, bytes: number, work: () => Answer<T>): Promise<Answer<T>> => {
    const fate = breaks(sent.push({ name, bytes }) - 1, name);
    if (typeof fate === 'object') return fate;
    if (fate === 'lost before') return offline;
    const answer = work();
    return fate === 'lost after' ? offline : answer;
  };
  const ok = (upload: UploadView) => ({ ok: true as const, data: { ...upload } });
  const wire: Wire = {
    begin: ({ key, bytes }) =>
      act('begin', 0, () => {
        const known = [...uploads.values()].find((each) => each.key === key);
        const upload = known ?? { id: `u${uploads.size}`, key, bytes, received: 0, piece: PIECE, file: null };
        uploads.set(upload.id, upload);
        return ok(upload);
      }),
    read: (id) => act('read', 0, () => (uploads.has(id) ? ok(uploads.get(id)!) : refused('UPLOAD.NOT_FOUND', 404))),
    piece: (id, offset, bytes) =>
      act('piece', bytes.size, () => {
        const upload = uploads.get(id);
        if (!upload) return refused('UPLOAD.NOT_FOUND', 404);
        if (offset > upload.received) return refused('UPLOAD.OFFSET', 409, upload.received);
        if (offset === upload.received) upload.received += bytes.size;
        return ok(upload);
      }),
    complete: (id) =>
      act('complete', 0, () => {
        const upload = uploads.get(id)!;
        if (upload.received < upload.bytes) return refused('UPLOAD.INCOMPLETE', 409, upload.received);
        upload.file = FILE;
        return { ok: true as const, data: FILE };
      }),
  };
  return { wire, uploads, sent };
}

const picture = (bytes = 950) => new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' });
const options = (change: Partial<PictureOptions> = {}): PictureOptions => ({ key: 'picture-1', ...change });

let online = true;
beforeEach(() => {
  online = true;
  Object.defineProperty(navigator, 'onLine', { get: () => online, configurable: true });
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask'] });
});
afterEach(() => void jest.useRealTimers());

/** Lets time go by until it has an answer; what it was, and how long it took. */
async function arrived<T>(sending: Promise<T>, most = 600_000): Promise<{ answer: T; after: number }> {
  let answer: { is: T } | null = null;
  void sending.then((is) => (answer = { is }));
  for (let after = 0; after <= most; after += 1000) {
    for (let turn = 0; turn < (after === 0 ? 30 : 5); turn++) await flushPromises();
    if (answer) return { answer: (answer as { is: T }).is, after };
    await jest.advanceTimersByTimeAsync(1000);
  }
  throw new Error('It never had an answer.');
}

test('in pieces, one after the other, with how far it is', async () => {
  const { wire, sent } = serverWith();
  const parts: number[] = [];
  const { answer } = await arrived(sendPicture(wire, picture(), options({ onProgress: (part) => parts.push(part) })));
  expect(answer).toEqual({ ok: true, data: { id: 'f1' } });
  expect(sent.map(({ name }) => name)).toEqual(['begin', ...Array.from({ length: 10 }, () => 'piece'), 'complete']);
  expect(sent.at(-2)!.bytes).toBe(50);
  expect(parts).toEqual([...parts].sort((a, b) => a - b));
  expect(parts.at(-1)).toBe(1);
});

test.each(['lost before', 'lost after'] as const)('every third call is %s the server has it: it goes on from where the server is', async (fate) => {
  const { wire, sent } = serverWith((call) => (call % 3 === 2 ? fate : undefined));
  const breaks: boolean[] = [];
  const { answer } = await arrived(sendPicture(wire, picture(), options({ onBreak: (now) => breaks.push(now !== null) })));
  expect(answer).toEqual({ ok: true, data: { id: 'f1' } });
  const bytes = sent.reduce((sum, each) => sum + each.bytes, 0);
  const lost = sent.filter((_each, call) => call % 3 === 2).reduce((sum, each) => sum + each.bytes, 0);
  // What had arrived is not sent again; what had not costs one piece a break.
  expect(bytes).toBe(950 + (fate === 'lost before' ? lost : 0));
  expect(breaks).toContain(true);
  expect(breaks.at(-1)).toBe(false);
});

test('the begin that was lost is the same upload when it is begun again', async () => {
  const { wire, uploads } = serverWith((call) => (call === 0 ? 'lost after' : undefined));
  await arrived(sendPicture(wire, picture(), options()));
  expect(uploads.size).toBe(1);
});

test('another page goes on under the same name', async () => {
  const { wire, uploads, sent } = serverWith();
  const stop = new AbortController();
  const first = sendPicture(wire, picture(), options({ signal: stop.signal, onProgress: (part) => part > 0.5 && stop.abort() }));
  expect((await arrived(first)).answer).toMatchObject({ ok: false, problem: { code: 'NETWORK.ABORTED' } });
  const before = [...uploads.values()][0]!.received;
  expect(before).toBe(500);
  sent.length = 0;
  await arrived(sendPicture(wire, picture(), options()));
  expect(sent.reduce((sum, each) => sum + each.bytes, 0)).toBe(950 - before);
});

test('it waits longer each time, and goes on by itself however long the line is away', async () => {
  const { wire, sent } = serverWith((call) => (call >= 3 && call < 12 ? 'lost before' : undefined));
  const { answer, after } = await arrived(sendPicture(wire, picture(), options()));
  expect(answer.ok).toBe(true);
  expect(after).toBeGreaterThan(100_000);
  expect(sent.filter(({ name }) => name === 'begin')).toHaveLength(1);
});

test('without a line it does not try; when it is back, at once', async () => {
  const { wire, sent } = serverWith((call) => (call === 2 ? 'lost before' : undefined));
  online = false;
  const sending = sendPicture(wire, picture(), options());
  for (let turn = 0; turn < 30; turn++) await flushPromises();
  await jest.advanceTimersByTimeAsync(20_000);
  expect(sent).toHaveLength(3);
  online = true;
  window.dispatchEvent(new Event('online'));
  expect((await arrived(sending)).after).toBe(0);
});

test('a tap goes on at once', async () => {
  const { wire } = serverWith((call) => (call === 2 ? 'lost before' : undefined));
  const { after } = await arrived(sendPicture(wire, picture(), options({ onBreak: (now) => now?.() })));
  expect(after).toBe(0);
});

test('one that the server has swept is begun anew, for the picture is here', async () => {
  const { wire, uploads, sent } = serverWith((call) => {
    if (call !== 4) return undefined;
    uploads.clear();
    return refused('UPLOAD.GONE', 410);
  });
  expect((await arrived(sendPicture(wire, picture(), options()))).answer.ok).toBe(true);
  expect(sent.filter(({ name }) => name === 'begin')).toHaveLength(2);
});

test('a piece that the server lost is sent again, alone', async () => {
  const { wire, uploads, sent } = serverWith((_call, name) => {
    const upload = uploads.get('u0');
    if (name !== 'complete' || sent.some((each, index) => each.name === 'complete' && index < sent.length - 1)) return undefined;
    upload!.received = 800;
    return refused('UPLOAD.INCOMPLETE', 409, 800);
  });
  expect((await arrived(sendPicture(wire, picture(), options()))).answer.ok).toBe(true);
  expect(sent.reduce((sum, each) => sum + each.bytes, 0)).toBe(950 + 150);
});

test('what is refused is told at once; a server that is ill for long, too', async () => {
  const picky = serverWith((_call, name) => (name === 'complete' ? refused('FILE.NOT_PICTURE', 415) : undefined));
  expect((await arrived(sendPicture(picky.wire, picture(), options()))).answer).toMatchObject({ problem: { code: 'FILE.NOT_PICTURE' } });
  expect(picky.sent.filter(({ name }) => name === 'complete')).toHaveLength(1);
  const ill = serverWith((call) => (call > 2 ? refused('FILE.AWAY', 503) : undefined));
  const { answer, after } = await arrived(sendPicture(ill.wire, picture(), options()));
  expect(answer).toMatchObject({ problem: { code: 'FILE.AWAY' } });
  expect(after).toBeLessThan(60_000);
});
