import { messageKinds } from '../message/index.js';
import { faultOf, type WechatClient } from '../wechat/index.js';
import { type Button, linesOf, menuFaults, menuOf } from './menu.js';
import { needsOf, type Template, templateFault } from './templates.js';

/** What an operator's command works with. */
export interface Tools {
  readonly client: Pick<WechatClient, 'get' | 'post' | 'createMenu'>;
  readonly publicUrl: string;
  /** To how many accounts the largest notice goes. */
  largestNotice(): Promise<number>;
  say(line: string): void;
}

/** True when the account has what the code needs. */
type Command = (tools: Tools) => Promise<boolean>;

const SEND = '/cgi-bin/message/template/send';
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
  return faults.every(([, fault]) => fault === null);
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
  if (!found) return false;
  const { daily_limit: limit, used, remain } = found;
  tools.say(`Template messages: ${limit} a day, ${used} used, ${remain} left until midnight in Shanghai.`);
  tools.say(`A notice to all bound owners of the largest area goes to ${needs} accounts.`);
  if (limit < needs) tools.say('That is more than a day allows: the rest waits, parked, for the next day. Ask WeChat for a larger quota.');
  else if (remain < needs) tools.say('Today it would not all go any more.');
  return limit >= needs;
}

const COMMANDS: Readonly<Record<string, Command>> = {
  'menu show': showMenu,
  'menu publish': publishMenu,
  'templates check': checkTemplates,
  'templates add': addTemplates,
  quota,
};

/** Runs an operator's command; answers the status to end with: 0, 1 when the account lacks something, 2 for an unknown command. */
export async function runCommand(words: readonly string[], tools: Tools): Promise<number> {
  const command = COMMANDS[words.join(' ')];
  if (!command) {
    tools.say(`Commands: ${Object.keys(COMMANDS).join(', ')}`);
    return 2;
  }
  try {
    return (await command(tools)) ? 0 : 1;
  } catch (error) {
    const { code, means, detail } = faultOf(error);
    tools.say(`WeChat answered ${code}: ${means}${detail && ` (${detail})`}`);
    return 1;
  }
}
