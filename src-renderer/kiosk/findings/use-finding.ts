import { computed } from 'vue';
import type { Finding } from '../../../src-shared/domain/finding.ts';
import { serviceById } from '../../../src-shared/services/catalogue.ts';
import type { FindingService } from '../../../src-shared/services/service.ts';
import { useSnapshot } from '../store.ts';

/** The answer on the screen and the service that asked for it. */
export function useFinding<K extends Finding['kind']>(kind: K) {
  const snapshot = useSnapshot();
  const service = computed((): FindingService | null => {
    const { step } = snapshot.value;
    const found = step.at === 'finding' ? serviceById(step.serviceId) : undefined;
    return found === undefined || found.answers === 'information' || found.answers === 'obligations' ? null : found;
  });
  const finding = computed(() => {
    const found = snapshot.value.finding;
    return found !== null && isKind(found, kind) ? found : null;
  });
  return { service, finding };
}

function isKind<K extends Finding['kind']>(finding: Finding, kind: K): finding is Extract<Finding, { kind: K }> {
  return finding.kind === kind;
}
