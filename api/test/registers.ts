import { Title } from '../src/community/index.js';
import { startWorld, type World } from './kit.js';
import { FakeRegister } from './ports/register.js';

/** A city whose register is asked in turn. Nothing was imported: all that is known was asked. */
export async function startAsking(): Promise<{ world: World; register: FakeRegister; close: () => Promise<void> }> {
  const register = await FakeRegister.start();
  const world = await startWorld({ env: { ...register.settings(), LOG_LEVEL: 'silent' } });
  register.now = () => world.clock.now().getTime();
  await world.dataSource.manager.clear(Title);
  const close = async (): Promise<void> => {
    await world.close();
    await register.close();
  };
  return { world, register, close };
}
