import { createSim, optionsFromEnv } from './index.js';

/** The simulator as a process of its own: silent, unless `--verbose`; a parent with a channel is told when it listens. */
async function main(): Promise<void> {
  const sim = await createSim(optionsFromEnv(process.env));
  if (process.argv.includes('--verbose')) console.log(`http://localhost:${sim.port}/`);
  process.send?.({ ready: true, port: sim.port });
  let ending = false;
  const end = (): void => {
    if (ending) return;
    ending = true;
    sim.close().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  // Without this a killed parent would leave the port taken.
  process.on('disconnect', end);
}

function fail(error: unknown): void {
  console.error(`wechat-sim: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}

main().catch(fail);
