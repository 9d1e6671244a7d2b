import { messageKinds } from '../message/index.js';
import type { Count, OutboxState, SmsState } from '../platform/outbox/index.js';
import { faultOf, type WechatAlarms, type WechatClient } from '../wechat/index.js';
import { type Button, linesOf, menuFaults, menuOf } from './menu.js';
import { needsOf, type Template, templateFault } from './templates.js';

/** What an operator's command works with. */
export interface Tools {
  readonly client: Pick<WechatClient, 'get' | 'post' | 'createMenu'>;
  readonly publicUrl: string;
  /** To how many accounts the largest notice goes. */
  largestNotice(): Promise<number>;
  /** Makes what is parked due at once, all of it or what is parked for some reasons; answers how many messages. */
  resume(errors?: readonly string[]): Promise<number>;
  /** How many messages of the last days stand where, and why. */
  messages(days: number): Promise<readonly Count<OutboxState>[]>;
  /** The same of the SMS in their place. */
  readonly sms: {
    /** Makes what is parked due at once, and what failed in the last days; answers how many. */
    resume(days: number): Promise<number>;
    counts(days: number): Promise<readonly Count<SmsState>[]>;
  };
  /** What was raised in the last days, the newest first. */
  alarms(days: number): ReturnType<WechatAlarms['since']>;
  /** Takes in that these followed the account at an instant; answers of how many we did not know it. */
  follow(openids: readonly string[], at: Date): Promise<number>;
  now(): Date;
  say(line: string): void;
}

/** True when the account has what the code needs. `rest` are the words behind the command's own. */
type Command = (tools: Tools, rest: readonly string[]) => Promise<boolean>;

const SEND = '/cgi-bin/message/template/send';
const FOR_TEMPLATES = ['TEMPLATE_MISSING', 'TEMPLATE_CHANGED'];
const DAYS = 7;
/** WeChat's word for: there is no menu. */
const NO_MENU = '46003';

async function menu({ client }: Tools): Promise<Button[]> {
  try {
    const answer = (await client.get('cgi-bin/menu/get')) as { menu?: { button?: Button[] } };
    return answer.menu?.button ?? [];
  } catch (error) {
    if (faultOf(error).code === NO_MENU) return [];
    throw error;
  }
}

async function showMenu(tools: Tools): Promise<boolean> {
  const has = await menu(tools);
  for (const line of linesOf(has)) tools.say(line);
  const faults = menuFaults(has, menuOf(tools.publicUrl));
  for (const fault of faults) tools.say(fault);
  tools.say(faults.length === 0 ? 'The menu is ours.' : 'The menu is not as the platform needs it: menu publish');
  return faults.length === 0;
}

async function publishMenu(tools: Tools): Promise<boolean> {
  await tools.client.createMenu({ button: menuOf(tools.publicUrl) });
  tools.say('Published. People who follow see it within a day, at once after leaving and following again.');
  return showMenu(tools);
}

async function templatesOf({ client }: Tools): Promise<Template[]> {
  const { template_list: list } = await client.get('cgi-bin/template/get_all_private_template');
  return Array.isArray(list) ? (list as Template[]) : [];
}

async function checkTemplates(tools: Tools): Promise<boolean> {
  const has = await templatesOf(tools);
  const faults = needsOf(messageKinds).map((need) => [need.title, templateFault(need, has)] as const);
  for (const [title, fault] of faults) tools.say(`${title}: ${fault ?? 'is there'}`);
  tools.say(`The account has ${has.length} of at most 25 templates.`);
  if (faults.some(([, fault]) => fault !== null)) return false;
  const waited = await tools.resume(FOR_TEMPLATES);
  if (waited > 0) tools.say(`${waited} messages that waited for a template are sent now.`);
  return true;
}

async function addTemplates(tools: Tools): Promise<boolean> {
  const has = await templatesOf(tools);
  for (const { title, library, keywords } of needsOf(messageKinds)) {
    if (has.some((each) => each.title === title)) continue;
    await tools.client.post('cgi-bin/template/api_add_template', { template_id_short: library, keyword_name_list: keywords.map(([, label]) => label) });
    tools.say(`${title}: added`);
  }
  return checkTemplates(tools);
}

async function quota(tools: Tools): Promise<boolean> {
  const { quota: found } = (await tools.client.post('cgi-bin/openapi/quota/get', { cgi_path: SEND })) as {
    quota?: { daily_limit: number; used: number; remain: number };
  };
  const needs = await tools.largestNotice();
  if (!found) {
    tools.say('WeChat told no quota: the account may not send template messages yet. See the console, 模板消息.');
    return false;
  }
  const { daily_limit: limit, used, remain } = found;
  tools.say(`Template messages: ${limit} a day, ${used} used, ${remain} left until midnight in Shanghai.`);
  tools.say(`A notice to all bound owners of the largest area goes to ${needs} accounts.`);
  if (limit < needs) tools.say('That is more than a day allows: the rest waits, parked, for the next day. Ask WeChat for a larger quota.');
  else if (remain < needs) tools.say('Today it would not all go any more.');
  return limit >= needs;
}

/** What is parked goes on: after the quota was reset by hand, or a setting put right. What still can't pass is parked again. */
async function resume(tools: Tools): Promise<boolean> {
  tools.say(`${await tools.resume()} messages that were parked are tried again now.`);
  tools.say(`${await tools.sms.resume(DAYS)} SMS that were parked or had failed are tried again now.`);
  return true;
}

/** One line for each state and reason, and how many may have come twice. */
function sayCounts({ say }: Tools, counts: readonly Count<OutboxState | SmsState>[]): void {
  for (const { state, error, messages: n } of counts) say(`${state}${error === null ? '' : ` (${error})`}: ${n}`);
  const uncertain = counts.reduce((sum, count) => sum + count.uncertain, 0);
  say(`${uncertain} of them may have come twice: their sender was gone between sending and writing it down, so they were sent again.`);
}

/** What an operator must see to: nobody's phone is one of it. */
const waits = ({ state, error }: Count<OutboxState | SmsState>): boolean => state === 'parked' || error === 'UNREADABLE';

async function messages(tools: Tools): Promise<boolean> {
  const [counts, sms] = [await tools.messages(DAYS), await tools.sms.counts(DAYS)];
  tools.say(`Messages of the last ${DAYS} days:`);
  sayCounts(tools, counts);
  tools.say('SMS in their place:');
  sayCounts(tools, sms);
  if ((await tools.alarms(1)).length > 0) tools.say('Alarms were raised in the last 24 hours: npm run wechat -- alarms');
  return ![...counts, ...sms].some(waits);
}

/** What WeChat and the provider of SMS answered that waits for an operator. One that is older than a day may have been seen to. */
async function alarms(tools: Tools): Promise<boolean> {
  const raised = await tools.alarms(DAYS);
  if (raised.length === 0) tools.say(`No alarms in the last ${DAYS} days.`);
  for (const { code, path, detail, firstAt, lastAt } of raised) {
    tools.say(`${code} ${path}${detail && ` (${detail})`}: last ${lastAt.toISOString()}, first ${firstAt.toISOString()}`);
  }
  return (await tools.alarms(1)).length === 0;
}

interface Followers {
  readonly total?: number;
  readonly data?: { readonly openid?: readonly string[] };
  readonly next_openid?: string;
}

/** Ten thousand a page, in WeChat's order; begun anew from any page on, and what was taken in before changes nothing. */
async function importFollowers(tools: Tools, [from = '']: readonly string[]): Promise<boolean> {
  let [seen, known] = [0, 0];
  for (let next = from; ;) {
    const at = tools.now();
    const page = (await tools.client.get(`cgi-bin/user/get?next_openid=${encodeURIComponent(next)}`)) as Followers;
    const openids = page.data?.openid ?? [];
    if (openids.length === 0) break;
    known += await tools.follow(openids, at);
    seen += openids.length;
    next = page.next_openid || (openids.at(-1) ?? '');
    tools.say(`${seen} of ${page.total ?? 'unknown'} followers seen, ${known} newly known to follow. To go on from here: followers import ${next}`);
  }
  tools.say(`Done: ${seen} followers seen, ${known} newly known to follow.`);
  return true;
}

const COMMANDS: Readonly<Record<string, Command>> = {
  'menu show': showMenu,
  'menu publish': publishMenu,
  'templates check': checkTemplates,
  'templates add': addTemplates,
  quota,
  resume,
  messages,
  alarms,
  'followers import': importFollowers,
};

/** Runs an operator's command; answers the status to end with: 0, 1 when the account lacks something, 2 for an unknown command. */
export async function runCommand(words: readonly string[], tools: Tools): Promise<number> {
  // The followers' import may be told where to go on.
  const name = Object.keys(COMMANDS).find((each) => words.join(' ') === each || (each === 'followers import' && words.slice(0, 2).join(' ') === each));
  const command = name === undefined ? undefined : COMMANDS[name];
  if (!name || !command) {
    tools.say(`Commands: ${Object.keys(COMMANDS).join(', ')}`);
    return 2;
  }
  try {
    return (await command(tools, words.slice(name.split(' ').length))) ? 0 : 1;
  } catch (error) {
    const { code, means, detail } = faultOf(error);
    tools.say(`WeChat answered ${code}: ${means}${detail && ` (${detail})`}`);
    return 1;
  }
}
