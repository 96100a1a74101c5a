import { join } from 'node:path';
import { openKioskCore } from './kiosk-core.ts';
import { TcpProxy, type LineFault } from './tcp-proxy.ts';

/** What may happen to an enrolment before its answer is there whole. The gateway has carried out the last ones. */
const faults: readonly LineFault[] = [
  ...[0, 1, 40, 200, 300].map((after) => ({ kind: 'cut_request', after, how: 'close' }) as const),
  { kind: 'cut_request', after: 0, how: 'reset' },
  { kind: 'half_open' },
  { kind: 'answer', bytes: 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}' },
  { kind: 'answer', bytes: 'HTTP/1.1 503 X\r\ncontent-length: 0\r\n\r\n' },
  { kind: 'slow', pieceBytes: 1, pauseMs: 0 },
  ...[0, 1, 30, 300].map((after) => ({ kind: 'cut_answer', after, how: 'close' }) as const),
  { kind: 'swallow_answer' },
  { kind: 'cut_answer', after: 0, how: 'reset' },
];

const answerLimitMs = 1_000;
/** The kiosk tries again every 3 s; sixteen of them at once on a busy machine may need a few tries. */
const enrolLimitMs = 30_000;

export interface Place {
  readonly gatewayUrl: string;
  readonly folder: string;
  /** One for each enrolment. */
  readonly codes: readonly string[];
}

/** One-time codes the row uses up. */
export const enrolCodesNeeded = faults.length;

/**
 * Enrolments whose exchange breaks. The kiosk enrols by itself with the one code it has, also where the gateway has used
 * the code and only the answer was lost: the same key gets the same identity again.
 */
export async function enrolThroughFaults(
  place: Place,
  say: (line: string) => void,
): Promise<{ faults: number; violations: string[] }> {
  const outcomes = await Promise.all(faults.map((fault, at) => enrolOnce(place, fault, at)));
  const identified = outcomes.filter(({ complaint }) => complaint === null).length;
  say(`enrolment: ${identified} of ${outcomes.length} went through by themselves`);
  return {
    faults: outcomes.reduce((sum, { injected }) => sum + injected, 0),
    violations: outcomes.flatMap(({ complaint }) => complaint ?? []),
  };
}

async function enrolOnce(
  { gatewayUrl, folder, codes }: Place,
  fault: LineFault,
  at: number,
): Promise<{ injected: number; complaint: string | null }> {
  const proxy = new TcpProxy(Number(new URL(gatewayUrl).port));
  proxy.arm({ fault, matches: (line) => line.startsWith('POST /v1/kiosks/enrol '), times: 1 });
  const kiosk = await openKioskCore({
    folder: join(folder, `enrol-${at + 1}`),
    gatewayUrl: `http://127.0.0.1:${await proxy.listen()}`,
    address: `10.4.0.${at + 1}`,
    enrolCode: codes[at] ?? '',
    answerLimitMs,
  });
  const identified = await kiosk.enrolled(enrolLimitMs).then(
    () => true,
    () => false,
  );
  await kiosk.stop();
  proxy.close();
  const complaint = `an enrolment did not go through after the line was well: ${JSON.stringify(fault)}`;
  return { injected: proxy.injected, complaint: identified ? null : complaint };
}
