/** One button of the account's menu, as WeChat takes and gives it. */
export interface Button {
  readonly name: string;
  readonly type?: string;
  readonly url?: string;
  readonly sub_button?: readonly Button[];
}

/** The account's menu as the platform needs it: three entries, of which 业务办理 leads to the service hall. */
export function menuOf(publicUrl: string): Button[] {
  const view = (name: string, path: string): Button => ({ type: 'view', name, url: `${publicUrl}/h5${path}` });
  return [
    { name: '信息公开', sub_button: [view('小区信息', '/')] },
    { name: '业务办理', sub_button: [view('物业', '/'), view('房屋绑定', '/bind'), view('消息', '/messages')] },
    { name: '政民互动', sub_button: [view('业主有话说', '/say'), view('我的诉求', '/say/mine')] },
  ];
}

/** One line an entry: `业务办理 › 物业 → https://…`. */
export function linesOf(buttons: readonly Button[], above = ''): string[] {
  return buttons.flatMap(({ name, url, sub_button: below }) =>
    below?.length ? linesOf(below, `${above}${name} › `) : [`${above}${name} → ${url ?? '(no page)'}`],
  );
}

/** What the account's menu lacks, and what else it has. */
export function menuFaults(has: readonly Button[], needs: readonly Button[]): string[] {
  const [there, wanted] = [linesOf(has), linesOf(needs)];
  return [
    ...wanted.filter((line) => !there.includes(line)).map((line) => `missing: ${line}`),
    ...there.filter((line) => !wanted.includes(line)).map((line) => `not ours: ${line}`),
  ];
}
