import { readEnvironment } from './settings.ts';
import { startKnet } from './start.ts';

const configuration = readEnvironment(process.env);
if (!configuration.ok) {
  console.error(`K-Net simulator not started. ${configuration.error}`);
  process.exit(2);
}
const running = await startKnet(configuration.value);
console.log(JSON.stringify({ ready: 'knet', port: running.port }));

const stop = (): void => {
  running.close().then(
    () => process.exit(0),
    () => process.exit(1),
  );
};
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
