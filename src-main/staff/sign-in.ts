import { createHash, timingSafeEqual } from 'node:crypto';
import type { SignInProblem } from '../../src-shared/contract/staff-ipc.ts';
import { fromBase64Url } from '../../src-shared/encoding/base64.ts';
import type { Clock } from '../../src-shared/ports.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { badgeMessage } from '../../src-shared/staff/badge.ts';
import { pinHashBytes, pinSchema, type StaffMember } from '../../src-shared/staff/directory.ts';
import type { LockOut } from './lock-out.ts';
import { unknownPerson } from './lock-out.ts';
import type { StaffDirectoryKeeper } from './staff-directory.ts';

/** scrypt with the directory's cost. */
export type PinHash = (pin: string, salt: Uint8Array) => Promise<Uint8Array>;

export interface SignInPorts {
  readonly directory: Pick<StaffDirectoryKeeper, 'find'>;
  /** Looks for a list where the line brings none; asked when none counts, because then nobody can come in and bring one. */
  readonly bringList: () => Promise<void>;
  readonly lockOut: LockOut;
  readonly hash: PinHash;
  readonly clock: Clock;
}

/** Why a second person does not count. */
export type SecondProblem = SignInProblem | 'same_person' | 'not_entitled';

/** How long a badge that was shown counts, ms: long enough to type a number and a PIN. */
const badgeMs = 60_000;

const noSalt = new Uint8Array(16);
const noHash = new Uint8Array(pinHashBytes);

/** Says who somebody is, by number and PIN, and by their badge if they have one, without a network. */
export class SignIn {
  readonly #ports: SignInPorts;
  #lastId = unknownPerson;
  /** SHA-256 of the badge that was shown last. */
  #badge: { readonly hash: Uint8Array; readonly atMs: number } | null = null;
  /** One try after another: two at once would both be looked at before either has its wait. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(ports: SignInPorts) {
    this.#ports = ports;
  }

  /** Somebody shows a badge, before the PIN or after it. Whose it is, is seen when a PIN is tried. */
  showBadge(text: string): void {
    const hash = createHash('sha256').update(badgeMessage(text)).digest();
    this.#badge = { hash, atMs: this.#ports.clock.monotonicMs() };
  }

  /** The next one at the door shows a badge of their own. */
  forgetBadge(): void {
    this.#badge = null;
  }

  /** Whole seconds until the number tried last may be tried again; 0 = now. */
  waitSeconds(): number {
    return Math.ceil(this.#ports.lockOut.waitMs(this.#lastId) / 1000);
  }

  /** The person as the newest directory knows them; null when they may no longer be here. */
  member(id: string): StaffMember | null {
    const found = this.#ports.directory.find(id);
    return found.ok ? found.value : null;
  }

  /** A number nobody has costs as much time as a wrong PIN, so that numbers cannot be found out. */
  async try(id: string, pin: string): Promise<Result<StaffMember, { kind: SignInProblem }>> {
    const tried = this.#turn.then(() => this.#try(id, pin));
    this.#turn = tried.catch(() => undefined);
    return tried;
  }

  async #try(id: string, pin: string): Promise<Result<StaffMember, { kind: SignInProblem }>> {
    const { directory, bringList } = this.#ports;
    if (!directory.find(id).ok) await bringList();
    const found = directory.find(id);
    if (!found.ok) return err({ kind: found.error });
    const person = found.value;
    const { lockOut } = this.#ports;
    const counted = person?.id ?? unknownPerson;
    this.#lastId = counted;
    if (lockOut.waitMs(counted) > 0) return err({ kind: 'locked' });
    if (!(await lockOut.count(counted))) return err({ kind: 'not_written' });
    if (!(await this.#isRight(person, pin)) || !person) {
      lockOut.wrong(counted);
      return err({ kind: lockOut.waitMs(counted) > 0 ? 'locked' : 'wrong' });
    }
    const badge = this.#badgeOf(person);
    if (badge === 'missing') {
      // Neither right nor wrong: what was counted before stays.
      await lockOut.undecided(counted);
      return err({ kind: 'badge' });
    }
    this.#badge = null;
    if (badge === 'another') {
      lockOut.wrong(counted);
      return err({ kind: lockOut.waitMs(counted) > 0 ? 'locked' : 'wrong_badge' });
    }
    await lockOut.right(counted);
    return ok(person);
  }

  /** Is the badge that was shown last this person's? Nobody has to show one who has none. */
  #badgeOf({ badge }: StaffMember): 'right' | 'missing' | 'another' {
    if (!badge) return 'right';
    const shown = this.#badge;
    if (!shown || this.#ports.clock.monotonicMs() - shown.atMs > badgeMs) return 'missing';
    const wanted = fromBase64Url(badge.hash);
    const same = wanted.ok && wanted.value.length === shown.hash.length && timingSafeEqual(wanted.value, shown.hash);
    return same ? 'right' : 'another';
  }

  /** The second of the two people that some things take: another one, who answers visitors or money. */
  async second(first: StaffMember, id: string, pin: string): Promise<Result<StaffMember, SecondProblem>> {
    if (id === first.id) return err('same_person');
    const tried = await this.try(id, pin);
    if (!tried.ok) return err(tried.error.kind);
    return tried.value.role === 'technician' ? err('not_entitled') : ok(tried.value);
  }

  async #isRight(person: StaffMember | null, pin: string): Promise<boolean> {
    const [salt, wanted] = [fromBase64Url(person?.pin.salt ?? ''), fromBase64Url(person?.pin.hash ?? '')];
    const readable = pinSchema.safeParse(pin);
    const given = await this.#ports.hash(
      readable.success ? readable.data : '',
      salt.ok && person ? salt.value : noSalt,
    );
    const hash = wanted.ok && person ? wanted.value : noHash;
    const equal = given.length === hash.length && timingSafeEqual(given, hash);
    return equal && readable.success && person !== null;
  }
}
