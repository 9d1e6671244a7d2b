import type { FastifyInstance } from 'fastify';
import type { SimState } from './state.js';
import { Failure, wire, type Answer, type Call } from './wire.js';

/** A button of the account's menu, as WeChat stores it. */
export interface Button {
  name: string;
  type?: string;
  key?: string;
  url?: string;
  sub_button: Button[];
}

type Given = Record<string, unknown>;
interface Codes {
  type: number;
  name: number;
  nameBytes: number;
  key: number;
  url: number;
  domain: number;
}

const MAIN: Codes = { type: 40017, name: 40018, nameBytes: 16, key: 40019, url: 40020, domain: 40055 };
const SUB: Codes = { type: 40024, name: 40025, nameBytes: 60, key: 40026, url: 40027, domain: 40054 };
const WITH_URL = ['view', 'miniprogram'];
const WITH_KEY = ['click', 'scancode_push', 'scancode_waitmsg', 'pic_sysphoto', 'pic_photo_or_album', 'pic_weixin', 'location_select'];
const WITH_MEDIA = ['media_id', 'article_id', 'article_view_limited'];

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const isObject = (value: unknown): value is Given => typeof value === 'object' && value !== null;
const subButtons = (button: Given): unknown[] => (Array.isArray(button['sub_button']) ? button['sub_button'] : []);

function buttonFault(button: Given, codes: Codes): number {
  const name = Buffer.byteLength(text(button['name']));
  if (name < 1 || name > codes.nameBytes) return codes.name;
  if (subButtons(button).length > 0) return 0;
  const type = text(button['type']);
  if (WITH_KEY.includes(type)) {
    const key = Buffer.byteLength(text(button['key']));
    return key < 1 || key > 128 ? codes.key : 0;
  }
  if (WITH_URL.includes(type)) {
    const url = Buffer.byteLength(text(button['url']));
    if (url < 1 || url > 1024) return codes.url;
    return /^https?:\/\/[^/]/.test(text(button['url'])) ? 0 : codes.domain;
  }
  return WITH_MEDIA.includes(type) ? 0 : codes.type;
}

/** 0, or the errcode of the first thing that is wrong with the menu. */
function menuFault(buttons: unknown): number {
  if (!Array.isArray(buttons) || buttons.length < 1 || buttons.length > 3) return 40016;
  for (const button of buttons as unknown[]) {
    if (!isObject(button)) return 47001;
    const fault = buttonFault(button, MAIN);
    if (fault) return fault;
    const inner = subButtons(button);
    if (inner.length > 5) return 40023;
    for (const sub of inner) {
      const wrong = isObject(sub) ? buttonFault(sub, SUB) : 47001;
      if (wrong) return wrong;
    }
  }
  return 0;
}

function stored(button: Given): Button {
  const kept: Button = { name: text(button['name']), sub_button: [] };
  const inner = subButtons(button).filter(isObject);
  if (inner.length > 0) return { ...kept, sub_button: inner.map(stored) };
  for (const field of ['type', 'key', 'url'] as const) if (text(button[field])) kept[field] = text(button[field]);
  return kept;
}

function create(state: SimState, { body, text: raw }: Call): Answer {
  // A JSON writer that escapes Chinese makes a menu of \u4e1a: WeChat refuses it.
  if (/\\u[0-9a-f]{4}/i.test(raw)) return new Failure(40033);
  const fault = menuFault(body['button']);
  if (fault) return new Failure(fault);
  state.menu = (body['button'] as Given[]).map(stored);
  state.changed('phone');
  return { errcode: 0, errmsg: 'ok' };
}

/** What the phone shows: the published menu, or a usable one before anything is published. */
export function shownMenu(state: SimState): Button[] {
  if (state.menu) return state.menu;
  const home: Button = { type: 'view', name: '物业', url: `${state.options.publicUrl}/h5/`, sub_button: [] };
  return [
    { type: 'click', name: '信息公开', key: 'open', sub_button: [] },
    { name: '业务办理', sub_button: [home] },
    { type: 'click', name: '政民互动', key: 'talk', sub_button: [] },
  ];
}

/** The same menu in the other call's writing: sub buttons stand in a list of their own. */
function asSelfMenu({ sub_button: inner, ...button }: Button): Record<string, unknown> {
  return inner.length > 0 ? { name: button.name, sub_button: { list: inner.map(asSelfMenu) } } : button;
}

/** Routes: publish, read and remove the account's menu. */
export function registerMenu(app: FastifyInstance, state: SimState): void {
  const guarded = true;
  wire(app, state, { method: 'POST', path: '/cgi-bin/menu/create', guarded, handle: (call) => create(state, call) });
  wire(app, state, {
    method: 'GET',
    path: '/cgi-bin/menu/get',
    guarded,
    handle: () => (state.menu ? { menu: { button: state.menu } } : new Failure(46003)),
  });
  wire(app, state, {
    method: 'GET',
    path: '/cgi-bin/get_current_selfmenu_info',
    guarded,
    handle: () => ({ is_menu_open: state.menu ? 1 : 0, ...(state.menu && { selfmenu_info: { button: state.menu.map(asSelfMenu) } }) }),
  });
  wire(app, state, {
    method: 'GET',
    path: '/cgi-bin/menu/delete',
    guarded,
    handle: () => {
      state.menu = null;
      state.changed('phone');
      return { errcode: 0, errmsg: 'ok' };
    },
  });
}
