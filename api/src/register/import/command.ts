import type { EntityManager } from 'typeorm';
import type { Clock } from '../../platform/clock/index.js';
import type { Vault } from '../../platform/crypto/index.js';
import { type Database, idBefore, newId } from '../../platform/database/index.js';
import { BadFile, digestOf, sheetRows } from '../../platform/sheet/index.js';
import { Places } from '../places.js';
import { duplicatesOf, Importer } from './importer.js';
import { housesHeld, housesLost, type Scope, swap } from './swap.js';

/** What the command works with. */
export interface ImportTools {
  readonly database: Database;
  readonly vault: Vault;
  readonly clock: Clock;
  say(line: string): void;
}

export interface ImportOptions {
  readonly file: string;
  readonly dryRun: boolean;
  readonly whole: boolean;
  /** The whole register may shrink by more than a tenth. */
  readonly shrink: boolean;
}

/** Staged rows are deleted in pieces: one statement for millions would lock for minutes. */
const PIECE = 5_000;
const EVERY = 20_000;
const DAY = 24 * 3_600_000;

async function clear(manager: EntityManager, where: string, values: readonly string[]): Promise<void> {
  for (;;) {
    const some = (await manager.query(`SELECT id FROM title_staging WHERE ${where} ORDER BY id LIMIT ${PIECE}`, [...values])) as { id: string }[];
    const last = some.at(-1);
    if (!last) return;
    await manager.query(`DELETE FROM title_staging WHERE ${where} AND id <= ?`, [...values, last.id]);
  }
}

async function shrinks(manager: EntityManager, importId: string): Promise<string | null> {
  const [lost, held] = [await housesLost(manager, importId), await housesHeld(manager)];
  return lost * 10 > held ? `导入后 ${held} 套房屋中有 ${lost} 套不再有产权登记，可能文件不完整。确认无误请加 --shrink。什么都没有导入。` : null;
}

/** Reads, checks and, when all is sound, puts a table of the register in force. Answers the status to end with. */
export async function importRegister(tools: ImportTools, { file, dryRun, whole, shrink }: ImportOptions): Promise<number> {
  const { database, vault, clock, say } = tools;
  const source = sheetRows(file);
  const id = newId(clock.now());
  const scope: Scope = whole ? 'whole' : 'houses';
  const importer = new Importer(database, vault, new Places(), id, (rows) => rows % EVERY === 0 && say(`已检查 ${rows} 行`));
  // What an import that broke off yesterday left behind is nobody's; one that runs now is left alone.
  await clear(database.manager, 'import_id < ?', [idBefore(new Date(clock.now().getTime() - DAY))]);
  try {
    await importer.stage(source, clock.now(), !dryRun);
    importer.faults.report(await duplicatesOf(database.manager, id));
    const { faults, rows, unplaced } = importer;
    if (faults.rows > 0) {
      for (const line of [...faults.words(), `有问题的行：${faults.rows}。什么都没有导入。`]) say(line);
      return 1;
    }
    say(`共 ${rows} 行，其中 ${unplaced} 行的房屋不在基础数据里。`);
    const refusal = whole && !shrink ? await shrinks(database.manager, id) : null;
    if (refusal ?? dryRun) {
      say(refusal ?? '只检查，没有导入。');
      return refusal ? 1 : 0;
    }
    const digest = await digestOf(file);
    const moved = await database.transaction((tx) => swap(tx, { id, digest, scope, rowCount: rows, unplaced }, clock.now()));
    say(`已导入。${moved} 套房屋的产权人有变更，相关绑定随后自动核对。`);
    return 0;
  } finally {
    await clear(database.manager, 'import_id = ?', [id]);
  }
}

/** `import FILE [--dry-run] [--whole [--shrink]]` */
export async function runRegisterCommand(words: readonly string[], tools: ImportTools): Promise<number> {
  const [command, file, ...flags] = words;
  const known = ['--dry-run', '--whole', '--shrink'];
  if (command !== 'import' || !file || flags.some((flag) => !known.includes(flag))) {
    tools.say('Commands: import FILE.csv|FILE.xlsx [--dry-run] [--whole [--shrink]]');
    return 2;
  }
  const has = (flag: string) => flags.includes(flag);
  try {
    return await importRegister(tools, { file, dryRun: has('--dry-run'), whole: has('--whole'), shrink: has('--shrink') });
  } catch (error) {
    if (!(error instanceof BadFile)) throw error;
    tools.say(`${error.message}。什么都没有导入。`);
    return 1;
  }
}
