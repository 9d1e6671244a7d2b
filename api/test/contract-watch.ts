import { features } from '@wuye/shared/features';
import { platformErrors, type Route } from '@wuye/shared/kit';
import type { Response } from 'supertest';

interface Known {
  readonly route: Route;
  readonly pattern: RegExp;
}

/** Every contract's address, those without parameters first: `/complaints/mine` is no complaint's number. */
const known: readonly Known[] = features
  .flatMap(({ routes }) => Object.values(routes))
  .sort((a, b) => a.path.split(':').length - b.path.split(':').length)
  .map((route) => ({ route, pattern: new RegExp(`^/api${route.path.replace(/:\w+/g, '[^/]+')}$`) }));

/** Looks over the shoulder of every test: a route must answer with the codes that its contract names, and no others. */
export class ContractWatch {
  private readonly undeclared = new Set<string>();

  /** Takes note of one answer. */
  see(response: Response): void {
    const { code } = (response.body ?? {}) as { code?: unknown };
    if (typeof code !== 'string' || response.status < 400 || Object.hasOwn(platformErrors, code)) return;
    const { method, path } = (response as unknown as { req: { method: string; path: string } }).req;
    const [address = ''] = path.split('?');
    if (!address.startsWith('/api/')) return;
    const found = known.find(({ route, pattern }) => route.method === method && pattern.test(address));
    if (!found?.route.errors?.includes(code)) this.undeclared.add(`${method} ${found?.route.path ?? address}: ${code}`);
  }

  /** Throws when something was answered that no contract names. */
  check(): void {
    if (this.undeclared.size > 0) throw new Error(`Answered, but not in the contract:\n${[...this.undeclared].join('\n')}`);
  }
}
