import { z } from 'zod';
import { localTextSchema } from '../../src-shared/domain/language.ts';
import { noticeSchema, type Notice } from '../../src-shared/domain/notice.ts';
import noticeFile from '../../resources/demo/notices.json' with { type: 'json' };
import { addDays } from './calendar.ts';

const noticesRead = z
  .object({
    notices: z.array(
      localTextSchema.extend({
        no: z.string(),
        level: noticeSchema.shape.tone,
        places: noticeSchema.shape.places,
        fromDay: z.int(),
        toDay: z.int(),
      }),
    ),
  })
  .parse(noticeFile).notices;

/** The ministry's messages, one of them over; their days move with the day the world is made for. */
export function makeNotices(today: string): readonly Notice[] {
  return noticesRead.map(({ no, level, places, fromDay, toDay, ar, en }) => ({
    id: no,
    text: { ar, en },
    tone: level,
    places,
    validFrom: addDays(today, fromDay),
    validTo: addDays(today, toDay),
  }));
}
