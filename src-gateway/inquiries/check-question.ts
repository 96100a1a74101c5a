import type { ChallengeRequest } from '../../src-shared/contract/gateway-http.ts';
import { checkCivilNumber } from '../../src-shared/domain/civil-number.ts';
import { fieldIdSchema, fields, type FieldRules, type FieldValues } from '../../src-shared/domain/field.ts';
import { serviceById } from '../../src-shared/services/catalogue.ts';
import type { FindingService } from '../../src-shared/services/service.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';

/* What a kiosk sends is read once more with the kiosk's own rules: its word is not taken for it. */

/** What is wrong with a question about what somebody owes, as a sentence without content; null when nothing is. */
export function wrongAbout({ party, systems, fineType }: ChallengeRequest, rules: FieldRules): string | null {
  if (new Set(systems).size !== systems.length) return 'a system is named twice';
  const byReference = systems.includes('residency_cases');
  if (byReference !== (party.numberKind === 'reference')) {
    return 'residency cases go by a reference number, and nothing else does';
  }
  if (byReference && systems.length > 1) return 'residency cases are asked for alone';
  if (party.kind === 'company' && systems.some((system) => system !== 'traffic')) return 'companies have traffic only';
  if (party.kind === 'company' && party.numberKind !== 'unified') return 'a company has a unified number';
  if (party.numberKind === 'civil' && !checkCivilNumber(party.number, rules).ok) return 'not a civil number';
  if (fineType !== undefined && (!byReference || !rules.fineTypes.includes(fineType))) {
    return 'the fine type is none of those offered';
  }
  return null;
}

/** The service of a finding with its fields read again, or what is wrong as a sentence without content. */
export function readFindingQuestion(
  id: string,
  told: FieldValues,
  rules: FieldRules,
): Result<{ readonly service: FindingService; readonly fields: FieldValues }, string> {
  const service = serviceById(id);
  if (service === undefined || service.answers === 'obligations' || service.answers === 'information') {
    return err('no service of this name answers findings');
  }
  const undeclared = fieldIdSchema.options.find(
    (field) => told[field] !== undefined && !service.fields.includes(field),
  );
  if (undeclared !== undefined) return err(`this service does not ask for ${undeclared}`);
  for (const field of service.fields) {
    const value = told[field];
    if (value === undefined) return err(`${field} is missing`);
    const read = fields[field].read(value, rules);
    if (!read.ok || read.value !== value) return err(`${field} is not valid`);
  }
  return ok({ service, fields: told });
}
