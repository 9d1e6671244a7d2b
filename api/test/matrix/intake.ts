import { intakeRoutes } from '@wuye/shared/intake';
import { type Call, fixturesOf, type Matrix } from './kit.js';

const WORDS = '来电反映三单元电梯困人';

let count = 0;
const numberOf = (): string => `M${++count}`;

async function waiting(m: Matrix): Promise<Call> {
  const outsideNo = numberOf();
  const row = { outsideNo, words: WORDS, community: '不知名小区', category: 'elevator', kind: 'complaint', place: '', name: '', phone: '' };
  const id = await m.insert('intake_unsorted', {
    districtCode: m.right.scopeIds.district,
    source: 'hotline',
    outsideNo,
    content: m.world.vault.seal('intake_unsorted.content', JSON.stringify(row)),
    importedBy: m.self.accountId,
    importedAt: m.world.clock.now(),
  });
  return { params: { id }, body: { communityId: m.right.communityId }, marks: [id, WORDS] };
}

const source = { source: 'hotline' };
const table = (): Buffer => Buffer.from(`工单编号,诉求内容,小区\r\n${numberOf()},${WORDS},不知名小区\r\n`);

export default fixturesOf('intake', intakeRoutes, {
  register: { call: (m) => ({ params: { id: m.right.communityId }, body: { kind: 'repair', category: 'elevator', words: WORDS, phone: '13970007777' } }) },
  mapping: { list: true, call: () => ({ params: source }) },
  saveMapping: {
    list: true,
    call: () => ({ params: source, body: { columns: { words: '市民原话' } } }),
    after: (m) => m.world.dataSource.query('DELETE FROM intake_mapping'),
  },
  import: { list: true, call: () => ({ params: source, file: table() }) },
  // Its id alone: the words are those of every row that the officers here take in, each in their own district.
  unsorted: {
    list: true,
    call: async (m) => {
      const { params } = await waiting(m);
      return { params: {}, marks: [params?.id ?? ''] };
    },
  },
  places: { list: true, call: (m) => ({ marks: [m.right.communityId] }) },
  assign: { call: waiting },
  handOver: {
    call: async (m) => {
      const { params } = await waiting(m);
      return { params: params ?? {}, body: { districtCode: m.wrong.scopeIds.district }, marks: [params?.id ?? '', WORDS] };
    },
  },
  answers: { list: true, call: () => ({ params: source }) },
});
