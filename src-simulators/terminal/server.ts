import { readEnvironment } from './settings.ts';
import { startTerminal } from './start.ts';

const configuration = readEnvironment(process.env);
if (!configuration.ok) {
  console.error(`Terminal simulator not started. ${configuration.error}`);
  process.exit(2);
}
const running = await startTerminal(configuration.value);
console.log(JSON.stringify({ ready: 'terminal', port: running.port, controlPort: running.controlPort }));

const stop = (): void => {
  running.close().then(
    () => process.exit(0),
    () => process.exit(1),
  );
};
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
