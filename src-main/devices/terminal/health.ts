import type { diagnosisResponseSchema, ErrorCondition, NexoEvent } from '../../../src-shared/contract/nexo.ts';
import type { z } from 'zod';

/** How the terminal itself is, as far as it told. `untold`: not asked since it was logged in. */
export type Health = 'untold' | 'ok' | 'busy' | 'out_of_order' | 'host_unreachable';

type Diagnosis = z.infer<typeof diagnosisResponseSchema>;

/** What a diagnosis means. The terminal's own printer does not matter: the kiosk prints. */
export function readDiagnosis({ Response, POIStatus: poi, HostStatus }: Diagnosis): Health {
  if (Response.Result !== 'Success' && Response.ErrorCondition) return healthAfter(Response.ErrorCondition);
  if (!poi.CardReaderOKFlag || !poi.PEDOKFlag || !poi.SecurityOKFlag) return 'out_of_order';
  if (!poi.CommunicationOKFlag || HostStatus?.some((host) => !host.IsReachableFlag)) return 'host_unreachable';
  if (poi.GlobalStatus === 'Busy') return 'busy';
  return poi.GlobalStatus === 'OK' && Response.Result === 'Success' ? 'ok' : 'out_of_order';
}

/** What a terminal that answers with this word is good for, until the next diagnosis. */
export function healthAfter(word: ErrorCondition): Health {
  if (word === 'UnreachableHost') return 'host_unreachable';
  return word === 'Busy' || word === 'InProgress' ? 'busy' : 'out_of_order';
}

/** What an unasked word of the terminal means for the session. */
export type EventMeaning =
  'card_in' | 'card_out' | 'out_of_order' | 'restarted' | 'going_down' | 'tampered' | 'look_again' | 'nothing';

export const eventMeanings: Readonly<Record<NexoEvent, EventMeaning>> = {
  CardInserted: 'card_in',
  CardRemoved: 'card_out',
  BeginMaintenance: 'out_of_order',
  OutOfOrder: 'out_of_order',
  EndMaintenance: 'look_again',
  Initialised: 'restarted',
  Shutdown: 'going_down',
  SecurityAlarm: 'tampered',
  Abort: 'nothing',
  Completed: 'nothing',
  Reject: 'nothing',
};
