import type { DeviceSession } from '@wuye/shared/device';
import { confirmAct, toast } from '../kit/feedback';
import { useLoad } from '../kit/load';
import { useSubmit } from '../kit/submit';
import { endOne, endOthers, sessions } from './client.gen';

/** What ending one asks first: its button names the act. */
export function endQuestion(device: string) {
  return { title: `让“${device}”退出登录？`, words: '那台设备上没有提交的内容会留在那里。它再次登录时，要先验证您登记的手机。', act: '让它退出', danger: true };
}

/** What ending all others asks first. */
export function endOthersQuestion(count: number) {
  return {
    title: `让其他 ${count} 台设备都退出？`,
    words: '这台设备不受影响。手机丢了、或看到不认识的设备，请这样做。',
    act: `退出 ${count} 台设备`,
    danger: true,
  };
}

/** 登录设备: where one is signed in, and signing out from afar. */
export function useDevices() {
  const load = useLoad((signal) => sessions({ signal }));
  const ending = useSubmit((key, id: string | null) =>
    id === null ? endOthers({ idempotencyKey: key }) : endOne({ params: { id } }, { idempotencyKey: key }),
  );

  async function act(id: string | null, done: string): Promise<void> {
    const answer = await ending.submit(id);
    if (!answer?.ok) return;
    load.set(answer.data);
    toast(done);
  }

  async function end({ id, device }: DeviceSession): Promise<void> {
    if (await confirmAct(endQuestion(device))) await act(id, `${device} 已退出`);
  }

  async function endAll(count: number): Promise<void> {
    if (await confirmAct(endOthersQuestion(count))) await act(null, '其他设备都已退出');
  }

  return { load, end, endAll, loading: ending.loading, problem: ending.problem };
}
