import { z } from 'zod';
import { problem, read, type Endpoint } from './endpoint.ts';
import type { Started, Verdict } from './verification.ts';

/* The code before the residency cases: asked for, and checked. */

const startSchema = z.strictObject({ ref_no: z.string().regex(/^\d{9,12}$/) });
const checkSchema = startSchema.extend({ request_no: z.string().max(64), code: z.string().max(16) });

const start: Endpoint = {
  counter: 'codes',
  system: 'cases',
  answer: ({ verification }, { body }) =>
    read(startSchema, body, ({ ref_no }) => {
      const started = verification.start(ref_no);
      if (started.kind === 'locked') return problem(423, 'TOO_MANY_CODES', 'تم تجاوز عدد المحاولات المسموح');
      return { status: 200, body: { ref_no, ...wireStarted(started) } };
    }),
};

const check: Endpoint = {
  counter: 'codes',
  system: 'cases',
  answer: ({ verification }, { body }) =>
    read(checkSchema, body, ({ ref_no, request_no, code }) => ({
      status: 200,
      body: { request_no, outcome: outcomes[verification.check(request_no, ref_no, code)] },
    })),
};

export const codeEndpoints: readonly (readonly [string, Endpoint])[] = [
  ['POST /cases/code', start],
  ['POST /cases/code/check', check],
];

const outcomes: Readonly<Record<Verdict, string>> = {
  right: 'صحيح',
  wrong: 'خطأ',
  expired: 'منتهي',
  locked: 'موقوف',
};

function wireStarted(started: Exclude<Started, { kind: 'locked' }>) {
  const none = { code_type: 'بدون', request_no: null, image_b64: null, phone_mask: null, tries_left: null };
  switch (started.kind) {
    case 'none':
      return none;
    case 'image':
      return {
        ...none,
        code_type: 'صورة',
        request_no: started.id,
        image_b64: started.png,
        tries_left: started.left,
      };
    case 'one_time_code':
      return {
        ...none,
        code_type: 'رسالة',
        request_no: started.id,
        phone_mask: started.sentTo,
        tries_left: started.left,
      };
  }
}
