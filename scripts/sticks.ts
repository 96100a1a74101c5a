// npm run sticks -- FOLDER --gateway URL [--kiosk K001 …]: serves a stick of kiosks without a network: hands in at the
// gateway what they have written onto it, and writes what goes back to them. Wherever the gateway can be reached; needs
// no secret. Exit code 0: done. 1: not possible for some kiosk; the command may be repeated. 2: wrong use.
import { parseArgs } from 'node:util';
import { kiosksOn, serveStick } from './operator/serve-stick.ts';

const usage = 'Usage: npm run -s sticks -- FOLDER --gateway https://gateway.example [--kiosk K001 …]';

function readOrder(args: string[]): { stick: string; gateway: string; kiosks: string[] } | null {
  try {
    const options = { gateway: { type: 'string' }, kiosk: { type: 'string', multiple: true } } as const;
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const [stick, ...more] = positionals;
    if (stick === undefined || more.length > 0 || !URL.canParse(values.gateway ?? '')) return null;
    return { stick, gateway: new URL(values.gateway ?? '').origin, kiosks: values.kiosk ?? [] };
  } catch {
    return null; // an option nobody knows
  }
}

async function main(): Promise<number> {
  const order = readOrder(process.argv.slice(2));
  if (!order) {
    console.error(usage);
    return 2;
  }
  const kiosks = order.kiosks.length > 0 ? order.kiosks : await kiosksOn(order.stick);
  if (kiosks.length === 0) {
    console.error('No kiosk has written onto this stick: name one with --kiosk.');
    return 2;
  }
  let failed = 0;
  for (const kiosk of kiosks) {
    try {
      await serveStick(order.stick, kiosk, { gateway: order.gateway, fetch, say: (line) => console.log(line) });
    } catch (error) {
      failed += 1;
      console.error(`${kiosk}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return failed === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
