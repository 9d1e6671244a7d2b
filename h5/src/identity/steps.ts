import type { BindingApplication } from '@wuye/shared/identity';

/** The pages of 业主身份绑定, as `?step=` names them. */
export type Step = 'notice' | 'form' | 'face' | 'register' | 'houses';

const STEPS: readonly Step[] = ['notice', 'form', 'face', 'houses'];
/** Which of the labels a step stands under, from 1: who waits for the register waits for the houses. */
export const numberOf = (step: Step): number => STEPS.indexOf(step === 'register' ? 'houses' : step) + 1;
/** The fifth is the result's own page. */
export const STEP_LABELS: readonly string[] = ['温馨提示', '填写信息', '人脸识别', '选择房屋', '完成'];

/**
 * The step that may be shown: the server says where an application stands, the address only chooses among what comes
 * before there is one.
 */
export function stepFor(wanted: unknown, agreed: boolean, application: Pick<BindingApplication, 'step'> | null): Step | 'done' {
  if (application) return application.step;
  return wanted === 'form' && agreed ? 'form' : 'notice';
}
