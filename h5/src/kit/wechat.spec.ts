import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { inWechat, landingUrl } from './landing';
import { disconnect, faceVerify, place, scan, sdkSource, showPlace, type Sdk } from './wechat';

const SCRIPT = 'https://res.wx.qq.com/open/js/jweixin-1.6.3.js';
const AGENTS = {
  ios: 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 MicroMessenger/8.0.50 Language/zh_CN',
  android: 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/116 Mobile Safari/537.36 MicroMessenger/8.0.50 Language/zh_CN',
  browser: 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/116 Mobile Safari/537.36',
};
const usual = navigator.userAgent;
const be = (agent: string) => Object.defineProperty(navigator, 'userAgent', { value: agent, configurable: true });

interface Options {
  success: (result: object) => void;
  cancel: (result: object) => void;
  fail: (result: object) => void;
  [name: string]: unknown;
}
type Answer = [outcome: 'success' | 'cancel' | 'fail' | 'silent', result: object];

/** The urls that signatures were asked for, with whether the last one was refused; how often the script was loaded. */
let signed: { url: string; refused: boolean }[];
let loads: number;
/** The url that WeChat checks; what its apis answer. */
let checked: () => string;
let answers: Record<string, Answer>;
let asked: [api: string, options: Options][];

/** An SDK as the real one is: a refusal calls error, then ready; once configured, ready is called at once. */
function fakeSdk(): Sdk {
  const waiting: (() => void)[] = [];
  let refuse = (): void => undefined;
  let state = 0;
  const api = (name: string) => (options: Options) => {
    asked.push([name, options]);
    const [outcome, result] = answers[name] ?? ['fail', { errMsg: `${name}:fail` }];
    if (outcome !== 'silent') setTimeout(() => options[outcome]({ ...result }));
  };
  return {
    config: ({ signature }: { signature: string }) =>
      setTimeout(() => {
        if (signature !== `over ${checked()}`) refuse();
        state = 1;
        waiting.splice(0).forEach((then) => then());
      }),
    ready: (then: () => void) => (state ? then() : waiting.push(then)),
    error: (then: () => void) => (refuse = then),
    ...Object.fromEntries(['getLocation', 'openLocation', 'scanQRCode', 'checkIsSupportFaceDetect', 'requestFacialVerify'].map((name) => [name, api(name)])),
  } as unknown as Sdk;
}

beforeEach(() => {
  disconnect();
  [signed, loads, asked, answers] = [[], 0, [], {}];
  checked = () => window.location.href;
  sdkSource.load = async (address) => {
    expect(address).toBe(SCRIPT);
    loads += 1;
    return fakeSdk();
  };
  globalThis.fetch = jest.fn(async (_input: unknown, init?: RequestInit) => {
    const body = JSON.parse(String(init?.body)) as { url: string; refused: boolean };
    signed.push(body);
    const config = { appId: 'wx1', timestamp: 1, nonceStr: 'n', signature: `over ${body.url}`, script: SCRIPT };
    return { status: 200, headers: new Headers(), text: async () => JSON.stringify(config) } as Response;
  }) as typeof fetch;
});
afterEach(() => {
  be(usual);
  window.history.replaceState(null, '', landingUrl);
  Reflect.deleteProperty(navigator, 'geolocation');
});

const HERE = { latitude: 30.657214, longitude: 104.065801, accuracy: 29.6 };
const POSITION = { latitude: 30.65721, longitude: 104.0658, accuracy: 30, system: 'gcj02' };
const goTo = (path: string) => window.history.pushState(null, '', path);

describe('the signature', () => {
  test('on Android is asked for the current url, without #; a page of another url asks anew, the same does not', async () => {
    be(AGENTS.android);
    answers.getLocation = ['success', HERE];
    goTo('/h5/say?code=1#part');
    checked = () => window.location.href.split('#')[0]!;
    expect(await place()).toEqual({ ok: true, value: POSITION });
    await place();
    expect([signed, loads]).toEqual([[{ url: `${window.location.origin}/h5/say?code=1`, refused: false }], 1]);
    goTo('/h5/bind');
    await place();
    expect(signed.map(({ url }) => new URL(url).pathname)).toEqual(['/h5/say', '/h5/bind']);
    expect(loads).toBe(2);
  });

  test('on iOS is asked for the url of landing, once, wherever the router went', async () => {
    be(AGENTS.ios);
    answers.getLocation = ['success', HERE];
    checked = () => landingUrl;
    goTo('/h5/say');
    expect(await place()).toMatchObject({ ok: true });
    goTo('/h5/bind');
    await place();
    expect([signed, loads]).toEqual([[{ url: landingUrl, refused: false }], 1]);
  });

  test.each([
    ['ios', () => window.location.href, '/h5/say'],
    ['android', () => landingUrl, new URL(landingUrl).pathname],
  ] as const)('refused on %s it is tried once more, with the other url and a fresh SDK', async (agent, check, second) => {
    be(AGENTS[agent]);
    answers.getLocation = ['success', HERE];
    checked = check;
    goTo('/h5/say');
    expect(await place()).toMatchObject({ ok: true });
    expect(signed.map(({ refused }) => refused)).toEqual([false, true]);
    expect(new URL(signed[1]!.url).pathname).toBe(second);
    expect(loads).toBe(2);
  });

  test('where there is one url alone, that one again, with a ticket given anew; then no more until it is next needed', async () => {
    be(AGENTS.android);
    checked = () => 'https://elsewhere.example/';
    expect(await scan()).toEqual({ ok: false, why: 'away' });
    expect(signed).toEqual([
      { url: landingUrl, refused: false },
      { url: landingUrl, refused: true },
    ]);
    expect(await scan()).toEqual({ ok: false, why: 'away' });
    expect(signed).toHaveLength(4);
  });
});

describe('the SDK', () => {
  beforeEach(() => void be(AGENTS.android));

  test('two who need it at once share one', async () => {
    answers = { getLocation: ['success', HERE], scanQRCode: ['success', { resultStr: 'x' }] };
    await Promise.all([place(), scan()]);
    expect([signed.length, loads]).toEqual([1, 1]);
  });

  test('that the server does not give is no second try', async () => {
    globalThis.fetch = jest.fn(async () => ({ status: 503, headers: new Headers(), text: async () => '{}' }) as Response) as typeof fetch;
    expect(await scan()).toEqual({ ok: false, why: 'away' });
    expect(globalThis.fetch).toHaveBeenCalledTimes(1);
    expect(loads).toBe(0);
  });
});

describe('outside WeChat', () => {
  const locate = (work: (success: (found: object) => void, failure: (error: object) => void) => void) =>
    Object.defineProperty(navigator, 'geolocation', { value: { getCurrentPosition: work }, configurable: true });

  test('nothing is loaded; the place is the browser’s, in its own system', async () => {
    be(AGENTS.browser);
    expect(inWechat()).toBe(false);
    locate((success) => success({ coords: HERE }));
    expect(await place()).toEqual({ ok: true, value: { ...POSITION, system: 'wgs84' } });
    locate((_success, failure) => failure({ code: 1 }));
    expect(await place()).toEqual({ ok: false, why: 'refused' });
    locate((_success, failure) => failure({ code: 3 }));
    expect(await place()).toEqual({ ok: false, why: 'away' });
    Reflect.deleteProperty(navigator, 'geolocation');
    expect(await place()).toEqual({ ok: false, why: 'unsupported' });
    expect(await scan()).toEqual({ ok: false, why: 'unsupported' });
    expect(await faceVerify('v')).toBe('away');
    expect([signed, loads]).toEqual([[], 0]);
  });

  test('the simulator’s phone counts as WeChat by its frame’s name', () => {
    be(AGENTS.browser);
    window.name = 'wechat ios 2';
    expect(inWechat()).toBe(true);
    window.name = '';
    expect(inWechat()).toBe(false);
  });
});

describe('what the phone answers', () => {
  beforeEach(() => void be(AGENTS.android));

  test('a place that is not given, and one that WeChat cannot find: then the browser is asked', async () => {
    for (const answer of [
      ['cancel', {}],
      ['fail', { errMsg: 'getLocation:fail auth deny' }],
    ] as Answer[]) {
      answers.getLocation = answer;
      expect(await place()).toEqual({ ok: false, why: 'refused' });
    }
    answers.getLocation = ['fail', { errMsg: 'getLocation:fail' }];
    expect(await place()).toEqual({ ok: false, why: 'unsupported' });
    expect(asked[0]![1].type).toBe('gcj02');
  });

  test('a code, or none', async () => {
    answers.scanQRCode = ['success', { resultStr: 'https://x/q/1' }];
    expect(await scan()).toEqual({ ok: true, value: 'https://x/q/1' });
    answers.scanQRCode = ['cancel', {}];
    expect(await scan()).toEqual({ ok: false, why: 'refused' });
    expect(asked[0]![1].needResult).toBe(1);
  });

  test.each<[string, Answer, Answer, string]>([
    ['passed or not', ['success', { errCode: 0 }], ['success', { errCode: 0 }], 'over'],
    ['of a code that nobody knows', ['success', {}], ['fail', { errCode: 99999 }], 'over'],
    ['no such phone', ['fail', { errCode: 90001 }], ['success', {}], 'unsupported'],
    ['no such phone, in words alone', ['fail', {}], ['success', {}], 'unsupported'],
    ['no such phone, said late', ['success', {}], ['fail', { errCode: 90109 }], 'unsupported'],
    ['put away', ['success', {}], ['cancel', {}], 'cancelled'],
    ['given up', ['success', {}], ['fail', { errCode: 90006 }], 'cancelled'],
    ['no network', ['success', {}], ['fail', { err_code: '90012' }], 'network'],
    ['no network from the start', ['fail', { errCode: 90007 }], ['success', {}], 'network'],
  ])('the face window: %s', async (_what, able, verified, end) => {
    answers = { checkIsSupportFaceDetect: able, requestFacialVerify: verified };
    expect(await faceVerify('v1')).toBe(end);
    const windows = asked.filter(([api]) => api === 'requestFacialVerify');
    expect(windows.map(([, { verifyId }]) => verifyId)).toEqual(able[0] === 'success' ? ['v1'] : []);
  });
});

describe('WeChat that never answers', () => {
  const SECOND = 1_000;
  const SILENT: Answer = ['silent', {}];
  /** What a question ends with, and after how long. */
  async function ended<T>(work: Promise<T>, most: number): Promise<[result: T, seconds: number]> {
    let result: { is: T } | null = null;
    void work.then((is) => (result = { is }));
    for (let seconds = 0; seconds <= most; seconds++) {
      if (result) return [(result as { is: T }).is, seconds];
      await jest.advanceTimersByTimeAsync(SECOND);
    }
    throw new Error('It never ended.');
  }
  beforeEach(() => {
    be(AGENTS.android);
    jest.useFakeTimers();
  });
  afterEach(() => void jest.useRealTimers());

  test('with the place: the button is free again, in the words for it', async () => {
    answers.getLocation = SILENT;
    const [found, seconds] = await ended(place(), 60);
    expect(found).toEqual({ ok: false, why: 'away' });
    // Whoever reads the phone's question first has the time for it.
    expect(seconds).toBeGreaterThanOrEqual(20);
  });

  test('whether there is a face window: told as WeChat away', async () => {
    answers.checkIsSupportFaceDetect = SILENT;
    expect((await ended(faceVerify('v'), 20))[0]).toBe('away');
  });

  test('how the face window ended: nobody is hurried, and then the server is asked', async () => {
    answers = { checkIsSupportFaceDetect: ['success', {}], requestFacialVerify: SILENT };
    const [end, seconds] = await ended(faceVerify('v'), 600);
    expect(end).toBe('over');
    expect(seconds).toBeGreaterThanOrEqual(180);
  });

  test('with a code or a map: they end, too', async () => {
    answers = { scanQRCode: SILENT, openLocation: SILENT };
    expect((await ended(scan(), 600))[0]).toEqual({ ok: false, why: 'away' });
    expect((await ended(showPlace({ ...POSITION, system: 'gcj02' }, '这里'), 60))[0]).toBe(false);
  });
});
