import { Inject, Injectable, Module } from '@nestjs/common';
import { CONFIG, type Config } from '../platform/config/index.js';

/** Sends text messages through the operator's gateway: POST {phone, text}, any 2xx means taken. */
@Injectable()
export class SmsGateway {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** True when the gateway took the message. */
  async send(phone: string, text: string): Promise<boolean> {
    try {
      const response = await fetch(this.config.SMS_URL, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(this.config.SMS_TOKEN && { authorization: `Bearer ${this.config.SMS_TOKEN}` }) },
        body: JSON.stringify({ phone, text }),
        signal: AbortSignal.timeout(8_000),
      });
      await response.body?.cancel();
      return response.ok;
    } catch {
      // Away, slow or refused: to the caller all the same, the person is asked to try again.
      return false;
    }
  }
}

@Module({ providers: [SmsGateway], exports: [SmsGateway] })
export class SmsModule {}
