import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { maxNexoBytes, poiNotificationSchema, saleToPoiResponseSchema } from '../../src-shared/contract/nexo.ts';
import { frameOf, FrameReader } from './framing.ts';

const poiId = 'POI-TEST';
let folder: string;
const children: ChildProcess[] = [];
const sockets: Socket[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wafa-terminal-'));
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

interface Running {
  readonly child: ChildProcess;
  readonly port: number;
  get(path: string): Promise<Response>;
  post(path: string, body?: object): Promise<{ status: number; json: unknown }>;
}

async function start(): Promise<Running> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'server.ts')], {
    env: { TERMINAL_SIM_POIID: poiId, TERMINAL_SIM_LEDGER: join(folder, 'ledger') },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [text] = (await once(createInterface(child.stdout), 'line')) as [string];
  const ready = JSON.parse(text) as { ready: string; port: number; controlPort: number };
  expect(ready.ready).toBe('terminal');
  const base = `http://127.0.0.1:${ready.controlPort}`;
  return {
    child,
    port: ready.port,
    get: (path) => fetch(`${base}${path}`),
    async post(path, body = {}) {
      const answer = await fetch(`${base}${path}`, { method: 'POST', body: JSON.stringify(body) });
      return { status: answer.status, json: await answer.json() };
    },
  };
}

/** A kiosk's socket: whole messages as they come, `null` for one that is no JSON, `ended` when it is over. */
async function dial(port: number) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  sockets.push(socket);
  const reader = new FrameReader();
  const heard: unknown[] = [];
  let bytes = 0;
  let ended = false;
  let failure = '';
  socket.on('data', (piece) => {
    bytes += piece.length;
    for (const message of reader.read(Buffer.from(piece)).messages) heard.push(parse(message));
  });
  socket.on('error', (error) => (failure = error.message));
  socket.on('close', () => (ended = true));
  await once(socket, 'connect');
  const request = (category: string, serviceId: string, body: object): void => {
    const names = { SaleID: 'K001', POIID: poiId, ServiceID: serviceId };
    const header = {
      ProtocolVersion: '3.1',
      MessageClass: 'Service',
      MessageCategory: category,
      MessageType: 'Request',
    };
    const message = { SaleToPOIRequest: { MessageHeader: { ...header, ...names }, ...body } };
    socket.write(frameOf(JSON.stringify(message)));
  };
  return {
    ...{ socket, heard, request },
    bytes: () => bytes,
    ended: () => ended,
    failure: () => failure,
    answers: () => heard.flatMap((one) => saleToPoiResponseSchema.safeParse(one).data?.SaleToPOIResponse ?? []),
    events: () =>
      heard.flatMap((one) => poiNotificationSchema.safeParse(one).data?.SaleToPOIRequest.EventNotification ?? []),
    logIn(): void {
      const SaleSoftware = { ProviderIdentification: '', ApplicationName: '', SoftwareVersion: '' };
      request('Login', 'L', { LoginRequest: { DateTime: '', SaleSoftware, OperatorLanguage: 'en' } });
    },
    pay(serviceId: string): void {
      const SaleTransactionID = { TransactionID: `pid-${serviceId}`, TimeStamp: '' };
      const AmountsReq = { Currency: 'KWD', RequestedAmount: 15 };
      request('Payment', serviceId, {
        PaymentRequest: {
          SaleData: { SaleTransactionID },
          PaymentTransaction: { AmountsReq, TransactionConditions: { ForceOnlineFlag: true } },
        },
      });
    },
    status(serviceId: string): void {
      const MessageReference = { MessageCategory: 'Payment', ServiceID: serviceId, SaleID: 'K001', POIID: poiId };
      request('TransactionStatus', 'S', { TransactionStatusRequest: { MessageReference } });
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const seen = (look: () => unknown) => expect.poll(look, { timeout: 8_000, interval: 20 });

describe('the terminal as a process', () => {
  it('takes a payment over its socket and is worked by hand over its control API', async () => {
    const terminal = await start();
    await terminal.post('/sim/settings', { hostMs: 10 });
    const line = await dial(terminal.port);
    line.logIn();
    line.pay('P1');
    await seen(async () => ((await (await terminal.get('/sim/state')).json()) as { display: string }).display).toBe(
      'Present card — 15.000 KD',
    );
    expect(await terminal.post('/sim/card', { outcome: 'approve' })).toMatchObject({
      status: 200,
      json: { done: true },
    });
    await seen(() => line.answers().at(-1)?.PaymentResponse?.Response.Result).toBe('Success');
    expect((await terminal.post('/sim/card', { outcome: 'approve' })).json).toMatchObject({ done: false });
    expect(await (await terminal.get('/sim/ledger')).json()).toMatchObject({
      facts: [{ kind: 'charged', pid: 'pid-P1', serviceId: 'P1', amountFils: 15_000 }],
    });
    expect(await (await terminal.get('/sim/settlement')).text()).toMatch(/\r\nterminal,POI-TEST,P1,pid-P1,.*15\.000/);
    terminal.child.kill('SIGTERM');
    expect((await once(terminal.child, 'exit'))[0]).toBe(0);
  });

  it('refuses wrong orders with what is wrong, and does not change', async () => {
    const terminal = await start();
    for (const [path, body] of [
      ['/sim/card', { outcome: 'maybe' }],
      ['/sim/settings', { hostMs: -1 }],
      ['/sim/faults', { rules: [{ on: 'Payment', do: { verb: 'explode' } }] }],
      ['/sim/reboot', { unknown: 1 }],
    ] as const) {
      expect(await terminal.post(path, body)).toMatchObject({ status: 400, json: { error: expect.any(String) } });
    }
    expect((await terminal.post('/sim/nothing')).status).toBe(404);
    expect(await terminal.post('/sim/faults', { seed: 7 })).toMatchObject({ status: 200, json: { done: true } });
    expect((await terminal.get('/sim/settlement?day=today')).status).toBe(400);
    expect(await (await terminal.get('/sim/state')).json()).toMatchObject({
      settings: { hostMs: 1_200 },
      phase: 'idle',
    });
  });

  it('is in fine weather again after a reset, with nobody paying and the money as it was', async () => {
    const terminal = await start();
    await terminal.post('/sim/settings', { hostMs: 10 });
    await terminal.post('/sim/faults', {
      rules: [
        { on: 'Payment', nth: 1, do: { verb: 'charge' } },
        { on: 'Login', nth: 2, do: { verb: 'noReply' } },
      ],
    });
    await terminal.post('/sim/conditions', { host: 'unreachable' });
    await terminal.post('/sim/conditions', { host: 'reachable', storedPayments: 3 });
    const line = await dial(terminal.port);
    line.logIn();
    line.pay('P1');
    await seen(() => line.answers().length).toBe(2);
    line.pay('P2');
    await seen(async () => ((await (await terminal.get('/sim/state')).json()) as { phase: string }).phase).toBe('card');
    expect((await terminal.post('/sim/reset')).json).toMatchObject({
      ...{ phase: 'idle', cardIn: false, cable: 'in' },
      settings: { hostMs: 1_200 },
      conditions: { host: 'reachable', storedPayments: 0 },
    });
    line.logIn();
    await seen(() => line.answers().at(-1)?.LoginResponse?.Response.Result).toBe('Success');
    expect(await (await terminal.get('/sim/ledger')).json()).toMatchObject({ facts: [{ serviceId: 'P1' }] });
  });

  it('killed between charge and answer knows the charge after its restart', async () => {
    const first = await start();
    await first.post('/sim/settings', { hostMs: 10 });
    await first.post('/sim/faults', {
      rules: [
        { on: 'Payment', do: { verb: 'charge' } },
        { on: 'Payment', do: { verb: 'inProgress', forMs: 60_000 } },
      ],
    });
    const line = await dial(first.port);
    line.logIn();
    line.pay('P1');
    await seen(async () => ((await (await first.get('/sim/ledger')).json()) as { facts: [] }).facts.length).toBe(1);
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');

    const second = await start();
    const again = await dial(second.port);
    again.status('P1');
    again.logIn();
    again.status('P1');
    again.pay('P1');
    await seen(() => again.answers().length).toBe(4);
    const [loggedOut, , status, payment] = again.answers();
    expect(loggedOut?.TransactionStatusResponse?.Response.ErrorCondition).toBe('LoggedOut');
    expect(status?.TransactionStatusResponse?.RepeatedMessageResponse?.PaymentResponse.Response.Result).toBe('Success');
    expect(payment?.PaymentResponse?.Response.ErrorCondition).toBe('NotAllowed');
    expect(await (await second.get('/sim/ledger')).json()).toMatchObject({ facts: [{ serviceId: 'P1' }] });
  });

  it('with its cable out cannot be reached, finishes what it was at, and is there again with the cable in', async () => {
    const terminal = await start();
    await terminal.post('/sim/settings', { hostMs: 50 });
    const line = await dial(terminal.port);
    line.logIn();
    line.pay('P1');
    await seen(() => line.answers().length).toBe(1);
    expect((await terminal.post('/sim/cable', { cable: 'out' })).json).toMatchObject({ cable: 'out', phase: 'card' });
    await seen(() => line.ended()).toBe(true);
    await expect(dial(terminal.port)).rejects.toThrow(/ECONNREFUSED/);
    await terminal.post('/sim/card', { outcome: 'approve' });
    await terminal.post('/sim/cable', { cable: 'in' });
    const again = await dial(terminal.port);
    await seen(async () => ((await (await terminal.get('/sim/state')).json()) as { phase: string }).phase).toBe('idle');
    again.status('P1');
    await seen(() => again.answers().at(-1)?.TransactionStatusResponse?.Response.Result).toBe('Success');
  });
});

describe('bytes that go wrong', () => {
  it('what cannot be read is rejected, and a length out of range ends the line', async () => {
    const terminal = await start();
    const line = await dial(terminal.port);
    line.socket.write(Buffer.concat([frameOf('{"half":'), frameOf('{"SaleToPOIRequest":{}}')]));
    await seen(() => line.events().map(({ EventToNotify }) => EventToNotify)).toEqual([
      'Initialised',
      'Reject',
      'Reject',
    ]);
    line.logIn();
    await seen(() => line.answers().length).toBe(1);
    line.socket.write(Buffer.from([0xff, 0xff, 0xff, 0xff]));
    await seen(() => line.ended()).toBe(true);
  });

  it('are written on order: no JSON, too long, byte by byte, and a line that is reset', async () => {
    const terminal = await start();
    const garble = (manner: string) =>
      terminal.post('/sim/faults', { rules: [{ on: 'Diagnosis', do: { verb: 'garble', manner } }] });
    const line = await dial(terminal.port);
    line.logIn();
    await seen(() => line.answers().length).toBe(1);
    const ask = (): void => line.request('Diagnosis', 'D', { DiagnosisRequest: { HostDiagnosisFlag: false } });
    await garble('malformedJson');
    ask();
    await seen(() => line.heard.at(-1)).toBeNull();
    await garble('slowBytes');
    const before = line.bytes();
    ask();
    await seen(() => line.bytes()).toBeGreaterThan(before);
    expect(line.bytes()).toBeLessThan(before + 20);

    const other = await dial(terminal.port);
    await garble('hugeBody');
    other.request('Diagnosis', 'D', { DiagnosisRequest: { HostDiagnosisFlag: false } });
    await seen(() => other.bytes()).toBe(4 + maxNexoBytes + 1);
    await terminal.post('/sim/faults', { rules: [{ on: 'Diagnosis', do: { verb: 'reset', when: 'before' } }] });
    const third = await dial(terminal.port);
    third.request('Diagnosis', 'D', { DiagnosisRequest: { HostDiagnosisFlag: false } });
    await seen(() => third.failure()).toMatch(/ECONNRESET/);
  });
});
