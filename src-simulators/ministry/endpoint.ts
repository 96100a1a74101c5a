import type { z } from 'zod';
import type { BackEnd, RequestCounts } from './back-end.ts';
import type { BackEndSystem } from './settings.ts';

/** A request as the endpoints see it; `body` is parsed JSON, or undefined. */
export interface SimRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface SimReply {
  readonly status: number;
  readonly body: unknown;
}

/** One endpoint of the back end. */
export interface Endpoint {
  readonly counter: keyof RequestCounts;
  /** Whose it is; null belongs to all. */
  readonly system: BackEndSystem | null;
  answer(backEnd: BackEnd, request: SimRequest): SimReply;
}

/** An error in the back end's shape. */
export function problem(status: number, code: string, description: string): SimReply {
  return { status, body: { error_code: code, error_desc: description } };
}

/** The request is not of the agreed shape; names the fields. */
export function badRequest(error: z.ZodError): SimReply {
  const fields = error.issues.map((issue) => issue.path.join('.') || 'body').join(', ');
  return problem(400, 'BAD_REQUEST', `طلب غير صحيح: ${fields}`);
}

/** Answers from what the schema has let through. */
export function read<T>(schema: z.ZodType<T>, sent: unknown, answer: (asked: T) => SimReply): SimReply {
  const asked = schema.safeParse(sent);
  return asked.success ? answer(asked.data) : badRequest(asked.error);
}

/** One page of a list, and the number of the next. */
export function pageOf<T>(all: readonly T[], page: number, perPage: number) {
  const from = page * perPage;
  return { items: all.slice(from, from + perPage), next_page: from + perPage < all.length ? page + 1 : null };
}
