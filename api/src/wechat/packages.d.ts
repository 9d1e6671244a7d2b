/** What is used here of two packages that ship no types. */
declare module 'co-wechat-api' {
  export default class API {
    constructor(
      appid: string,
      secret: string,
      getToken: () => Promise<{ accessToken: string; expireTime: number } | null>,
      saveToken: (token: unknown) => Promise<void>,
      tokenFromCustom: boolean,
    );
    setOpts(options: { timeout: number; agent: unknown }): void;
    request(url: string, options?: { method?: string; data?: string; headers?: Record<string, string> }): Promise<unknown>;
  }
}

declare module 'wechat-oauth' {
  type Callback = (error: (Error & { code?: number }) | null, result?: { data: Record<string, unknown> }) => void;
  export default class OAuth {
    constructor(
      appid: string,
      secret: string,
      getToken: (openid: string, callback: (error: null, token: null) => void) => void,
      saveToken: (openid: string, token: unknown, callback: (error: null) => void) => void,
    );
    request(url: string, options: unknown, callback: unknown): void;
    setOpts(options: { timeout: number }): void;
    getAuthorizeURL(redirect: string, state: string, scope: string): string;
    getAccessToken(code: string, callback: Callback): void;
  }
}
