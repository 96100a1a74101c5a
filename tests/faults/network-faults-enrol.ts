import { join } from 'node:path';
import { openKioskCore } from './kiosk-core.ts';
import { TcpProxy, type LineFault } from './tcp-proxy.ts';

/** What may happen to an enrolment before its answer is there whole; `done`: the gateway has carried it out. */
const faults: readonly { readonly fault: LineFault; readonly done: boolean }[] = [
  ...[0, 1, 40, 200, 300].map((after) => ({
    fault: { kind: 'cut_request', after, how: 'close' } as const,
    done: false,
  })),
  { fault: { kind: 'cut_request', after: 0, how: 'reset' }, done: false },
  { fault: { kind: 'half_open' }, done: false },
  { fault: { kind: 'answer', bytes: 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}' }, done: false },
  { fault: { kind: 'answer', bytes: 'HTTP/1.1 503 X\r\ncontent-length: 0\r\n\r\n' }, done: false },
  { fault: { kind: 'slow', pieceBytes: 1, pauseMs: 0 }, done: false },
  ...[0, 1, 30, 300].map((after) => ({ fault: { kind: 'cut_answer', after, how: 'close' } as const, done: true })),
  { fault: { kind: 'swallow_answer' }, done: true },
  { fault: { kind: 'cut_answer', after: 0, how: 'reset' }, done: true },
];

const answerLimitMs = 1_000;
/** The kiosk tries again every 3 s. */
const enrolLimitMs = 9_000;

export interface Place {
  readonly gatewayUrl: string;
  readonly folder: string;
  /** Two for each enrolment. */
  readonly codes: readonly string[];
}

/** One-time codes the row uses up. */
export const enrolCodesNeeded = faults.length * 2;

/**
 * Enrolments whose exchange breaks. Where the gateway never had the request, the kiosk enrols by itself. Where only the
 * answer was lost, the code is used up unless the gateway gives the same key its identity again: then staff hand out
 * another code, and that has to work.
 */
export async function enrolThroughFaults(
  place: Place,
  say: (line: string) => void,
): Promise<{ faults: number; violations: string[] }> {
  const outcomes = await Promise.all(faults.map((_fault, at) => enrolOnce(place, at)));
  const byItself = outcomes.filter(({ identified }) => identified).length;
  say(`enrolment: ${byItself} of ${outcomes.length} went through by themselves, the rest with another code`);
  return {
    faults: outcomes.reduce((sum, { injected }) => sum + injected, 0),
    violations: outcomes.flatMap(({ complaint }) => complaint ?? []),
  };
}

async function enrolOnce(
  { gatewayUrl, folder, codes }: Place,
  at: number,
): Promise<{ identified: boolean; injected: number; complaint: string | null }> {
  const { fault, done } = faults[at] ?? { fault: { kind: 'half_open' }, done: false };
  const proxy = new TcpProxy(Number(new URL(gatewayUrl).port));
  proxy.arm({ fault, matches: (line) => line.startsWith('POST /v1/kiosks/enrol '), times: 1 });
  const setting = {
    folder: join(folder, `enrol-${at + 1}`),
    gatewayUrl: `http://127.0.0.1:${await proxy.listen()}`,
    address: `10.4.0.${at + 1}`,
    answerLimitMs,
  };
  const withCode = async (code: string | undefined): Promise<boolean> => {
    const kiosk = await openKioskCore({ ...setting, enrolCode: code ?? '' });
    const identified = await kiosk.enrolled(enrolLimitMs).then(
      () => true,
      () => false,
    );
    await kiosk.stop();
    return identified;
  };
  const identified = await withCode(codes[at]);
  const inTheEnd = identified || (done && (await withCode(codes[faults.length + at])));
  proxy.close();
  const complaint = inTheEnd
    ? null
    : `an enrolment did not go through after the line was well: ${JSON.stringify(fault)}`;
  return { identified, injected: proxy.injected, complaint };
}
