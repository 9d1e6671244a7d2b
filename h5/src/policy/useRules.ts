import type { PolicyPreview, VersionView } from '@wuye/shared/policy';
import { computed, nextTick, ref, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { confirmAct, toast } from '../kit/feedback';
import type { Answer } from '../kit/http';
import { useLoad } from '../kit/load';
import { useSubmit } from '../kit/submit';
import { previewPolicy, readVersion, savePolicy } from './client.gen';
import { forgetPromises } from './promise';
import type { Draft } from './words';

interface Opened {
  readonly current: VersionView;
  /** The version that the draft began as: the one in force, or an old one to be restored. */
  readonly from: VersionView;
}

/** The version in force, and the one that the draft begins as. */
function useOpened(version: string) {
  return useLoad(async (signal): Promise<Answer<Opened>> => {
    const current = await readVersion({ params: { version: 'current' } }, { signal });
    if (!current.ok || version === '') return current.ok ? { ok: true, data: { current: current.data, from: current.data } } : current;
    const from = await readVersion({ params: { version } }, { signal });
    return from.ok ? { ok: true, data: { current: current.data, from: from.data } } : from;
  });
}

/** 规则设置: the draft, its preview, and saving it as the next version. */
export function useRules() {
  const [route, router] = [useRoute(), useRouter()];
  const version = typeof route.query.from === 'string' ? route.query.from : '';
  const load = useOpened(version);
  const draft = ref<Draft>(null);
  const note = ref(version ? `恢复第 ${version} 版的规则` : '');
  const noteError = ref('');
  const preview = ref<PolicyPreview | null>(null);
  watch(load.data, (opened) => (draft.value = opened && (JSON.parse(JSON.stringify(opened.from.document)) as Draft)), { immediate: true });

  const looking = useSubmit((_key, document: Draft) => previewPolicy({ body: { document } }));
  const saving = useSubmit((key, body: { document: Draft; basedOn: number; note: string }) => savePolicy({ body }, { idempotencyKey: key }));
  const step = computed(() => (route.query.step === 'preview' && preview.value ? 'preview' : 'form'));
  const faults = computed(() => preview.value?.faults ?? []);

  async function look(): Promise<void> {
    const answer = await looking.submit(draft.value);
    if (!answer?.ok) return;
    preview.value = answer.data;
    if (answer.data.faults.length === 0) await router.push({ query: { ...route.query, step: 'preview' } });
    else await nextTick(() => document.getElementById('faults')?.focus());
  }

  async function save(): Promise<void> {
    noteError.value = note.value.trim().length < 2 ? '请写明改了什么、为什么' : '';
    if (noteError.value || !load.data.value) return;
    const { version: basedOn } = load.data.value.current;
    const words = `保存后，全市新提交的诉求按新规则办。现在没办完的 ${preview.value?.open ?? 0} 件按提交时的规则办到底，已经给出的期限不变。`;
    if (!(await confirmAct({ title: `保存第 ${basedOn + 1} 版规则？`, words, act: '保存新版规则', cancel: '再看看' }))) return;
    const answer = await saving.submit({ document: draft.value, basedOn, note: note.value });
    if (!answer?.ok) return;
    forgetPromises();
    await router.replace(`/rules/versions/${answer.data.version}`);
    toast('已保存，新诉求按新规则办');
  }

  return { load, draft, note, noteError, preview, faults, step, look, looking, save, saving };
}
