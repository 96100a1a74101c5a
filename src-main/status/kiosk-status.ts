import type { LocalText } from '../../src-shared/domain/language.ts';
import type { PrinterStatus } from '../../src-shared/domain/printer-status.ts';
import type { Rail } from '../../src-shared/domain/receipt.ts';
import type { KioskConfig } from '../config/kiosk-config.ts';
import type { KioskStatus } from '../session/ports.ts';
import type { GatewayStatus } from './status-watch.ts';

export interface StatusSources {
  readonly config: Pick<KioskConfig, 'demo' | 'gatewayUrl' | 'rails'>;
  readonly connection: {
    readonly identity: { kioskCode: string; site: LocalText } | null;
    readonly needsStaff: boolean;
  };
  readonly watch: { current(): GatewayStatus };
  readonly printer: { current(): PrinterStatus };
  readonly book: { canStart(): boolean };
  /** Has the gateway recognised the journal? */
  readonly witness: { trusted(): boolean };
  /** Have staff taken the kiosk out of service? */
  readonly service: { readonly value: unknown };
  readonly time: { doubt(): unknown };
  /** Rails on which an attempt may be started now. */
  readonly openRails: () => readonly Rail[];
}

const nameless: LocalText = { ar: 'مركز الخدمة', en: 'Service centre' };

/** One view of everything that decides what a visitor can do here now; derived at each look, kept nowhere. */
export function kioskStatus(sources: StatusSources): () => KioskStatus {
  return () => {
    const { config, connection, watch, printer, book, witness, openRails, service, time } = sources;
    const gateway = watch.current();
    const { identity } = connection;
    return {
      kioskCode: identity?.kioskCode ?? '—',
      site: identity?.site ?? nameless,
      demo: config.demo,
      online: gateway.online && identity !== null,
      ministry: gateway.ministry,
      paymentsOpen: gateway.paymentsOpen && identity !== null && book.canStart() && witness.trusted(),
      maxItems: gateway.maxItems,
      maxAmountFils: gateway.maxAmountFils,
      serviceChargeFils: gateway.serviceChargeFils,
      rails: config.rails.filter((rail) => gateway.rails.includes(rail) && openRails().includes(rail)),
      fineTypes: gateway.fineTypes,
      notices: gateway.notices,
      offices: gateway.offices,
      printer: printer.current(),
      // Without an address or an identity the kiosk can neither ask nor read its copy.
      outOfService: config.gatewayUrl === null || connection.needsStaff || service.value !== null,
      timeInDoubt: time.doubt() !== null,
    };
  };
}
