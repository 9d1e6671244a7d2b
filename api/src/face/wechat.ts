import { faultOf, type WechatFace } from '../wechat/index.js';
import { type FaceBegun, FaceChecker, FaceFault, type FaceResult, type FaceSubject } from './checker.js';

function faceFaultOf(error: unknown): FaceFault {
  const { code, reaction } = faultOf(error);
  return new FaceFault(code, reaction !== 'never');
}

/** WeChat's face check 2.0, for government accounts. The JS-SDK starts it; the simulator has a page as well. */
export class WechatFaceChecker extends FaceChecker {
  constructor(private readonly face: WechatFace) {
    super();
  }

  async begin(subject: FaceSubject, returnTo: string): Promise<FaceBegun> {
    try {
      const id = await this.face.begin(subject);
      return { id, page: this.face.pageOf(id, returnTo), verifyId: id };
    } catch (error) {
      throw faceFaultOf(error);
    }
  }

  async result(id: string, subject: FaceSubject): Promise<FaceResult> {
    try {
      return await this.face.result(id, subject);
    } catch (error) {
      throw faceFaultOf(error);
    }
  }
}
