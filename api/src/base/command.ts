import { type EntityManager, IsNull } from 'typeorm';
import { type BaseKind, baseKinds } from '@wuye/shared/base';
import { Audit } from '../platform/audit/index.js';
import type { Clock } from '../platform/clock/index.js';
import type { Database } from '../platform/database/index.js';
import { BadFile, digestOf, sheetRows } from '../platform/sheet/index.js';
import { kinds } from './kinds.js';
import { Pass } from './pass.js';

/** What came along with a community's new company. */
export interface Followed {
  readonly offices: number;
  readonly complaints: number;
}

/** What else a change of company brings with it, in the transaction that writes it: other features' business, handed in from above. */
export type Follows = (tx: EntityManager, communityId: string, now: Date) => Promise<Followed>;

/** What the command works with. */
export interface BaseTools {
  readonly database: Database;
  readonly clock: Clock;
  readonly follows: Follows;
  say(line: string): void;
}

interface Order {
  readonly kind: BaseKind;
  readonly file: string;
  readonly dryRun: boolean;
  /** The file is the whole of its kind: what it lacks is counted. It is left alone all the same. */
  readonly whole: boolean;
}

const NOTHING: Followed = { offices: 0, complaints: 0 };
const OPERATOR = { accountId: 'operator' };
const EVERY = 20_000;
const USAGE = `Commands: import ${baseKinds.join('|')} FILE.csv|FILE.xlsx [--dry-run] [--whole]`;

/** A pass that was written, and what came along with it. */
type Entered = readonly [pass: Pass, followed: Followed];

async function enter(tx: EntityManager, { kind, file }: Order, digest: string, now: Date, follows: Follows): Promise<Entered> {
  const pass = await new Pass(kind, true, () => undefined).run(tx, sheetRows(file), now);
  // Thrown, so that the transaction takes everything back.
  if (pass.faults.rows > 0 || (await digestOf(file)) !== digest) throw new BadFile('文件或基础数据在导入时被改动，请重新导入');
  const [audit, context] = [new Audit(), { now, who: OPERATOR }];
  const { rows, added, changed } = pass;
  await audit.record(tx, context, 'base.import', `base:${kind}`, { digest, rows, added, changed });
  const followed = { ...NOTHING };
  for (const { communityId, from, to } of pass.handovers) {
    const { offices, complaints } = await follows(tx, communityId, now);
    await audit.record(tx, context, 'base.company', `community:${communityId}`, { from, to, offices, complaints });
    followed.offices += offices;
    followed.complaints += complaints;
  }
  return [pass, followed];
}

/** Reads and checks the whole file, then, when all of it is sound, writes it in one transaction. Answers the status to end with. */
async function importBase({ database, clock, follows, say }: BaseTools, order: Order): Promise<number> {
  const { kind, file, dryRun, whole } = order;
  const source = sheetRows(file);
  const digest = await digestOf(file);
  const look = new Pass(kind, false, (rows) => rows % EVERY === 0 && say(`已检查 ${rows} 行`));
  await look.run(database.manager, source, clock.now());
  if (look.faults.rows > 0) {
    for (const line of [...look.faults.words(), `有问题的行：${look.faults.rows}。什么都没有导入。`]) say(line);
    return 1;
  }
  for (const line of look.doubts.words()) say(`提醒：${line}`);
  if (whole) {
    const held = await database.manager.countBy(kinds[kind].target, kind === 'communities' ? { endedAt: IsNull() } : {});
    say(`基础数据里有 ${held - look.changed - look.same} 条不在文件里，保持不变。`);
  }
  const [pass, followed]: Entered = dryRun ? [look, NOTHING] : await database.transaction((tx) => enter(tx, order, digest, clock.now(), follows));
  say(`共 ${pass.rows} 行：新增 ${pass.added}，更新 ${pass.changed}，不变 ${pass.same}。`);
  if (pass.handovers.length > 0) say(`${pass.handovers.length} 个小区更换物业服务企业。${handoverWords(followed, dryRun)}`);
  say(dryRun ? '只检查，没有导入。' : '已导入。');
  return 0;
}

function handoverWords({ offices, complaints }: Followed, dryRun: boolean): string {
  if (dryRun) return '导入时，未办结的诉求会转给新企业，期限不变；原企业的项目经理和从业人员在这些小区的身份会结束。';
  return `${complaints} 件未办结的诉求转给新企业，期限不变；原企业在这些小区的 ${offices} 个项目经理和从业人员身份已结束，请新企业负责人任命。`;
}

/** `import KIND FILE [--dry-run] [--whole]` */
export async function runBaseCommand(words: readonly string[], tools: BaseTools): Promise<number> {
  const [command, named, file, ...flags] = words;
  const kind = baseKinds.find((each) => each === named);
  if (command !== 'import' || !kind || !file || flags.some((flag) => !['--dry-run', '--whole'].includes(flag))) {
    tools.say(USAGE);
    return 2;
  }
  try {
    return await importBase(tools, { kind, file, dryRun: flags.includes('--dry-run'), whole: flags.includes('--whole') });
  } catch (error) {
    if (!(error instanceof BadFile)) throw error;
    tools.say(`${error.message}。什么都没有导入。`);
    return 1;
  }
}
