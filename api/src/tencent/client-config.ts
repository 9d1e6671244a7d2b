import { Agent } from 'node:http';
import type { ClientConfig } from 'tencentcloud-sdk-nodejs-common';
import type { Config } from '../platform/config/index.js';

/** Seconds until a call counts as unanswered. A person waits for it. */
const TIMEOUT = 8;

/**
 * Names below localhost are this machine (RFC 6761, 6.3), but not every system's resolver knows. The SDK takes the service from
 * the host's first label, so a stand-in on this machine must be called sms.localhost.
 */
function localAgent(): Agent {
  return new Agent({
    lookup: (_host, { all }, done) => (all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4)),
  });
}

/** What both SDK clients are made with: who asks, where, and for how long. */
export function clientConfig(config: Config, endpoint: string, region: string): ClientConfig {
  const { protocol, host, hostname } = new URL(endpoint);
  return {
    credential: { secretId: config.TENCENT_SECRET_ID, secretKey: config.TENCENT_SECRET_KEY },
    region,
    profile: {
      signMethod: 'TC3-HMAC-SHA256',
      httpProfile: {
        protocol: `${protocol}//`,
        endpoint: host,
        reqTimeout: TIMEOUT,
        ...(hostname.endsWith('.localhost') && { agent: localAgent() }),
      },
    },
  };
}
