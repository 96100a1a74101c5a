import { join } from 'node:path';
import { z } from 'zod';
import type { Log } from '../../../src-shared/contract/log-catalogue.ts';
import type { Connection } from '../../connection/connection.ts';
import type { GatewayLine } from '../../gateway/exchange.ts';
import { feedObjects } from '../../gateway/feed-objects.ts';
import { nodePrivateFile } from '../../identity/edge/node-private-file.ts';
import type { VaultCalls } from '../../vault/vault-calls.ts';
import { openFeed, type Feed } from '../open-feed.ts';
import { scryptStretch } from '../peppers.ts';
import { nodeFeedFs } from './node-feed-fs.ts';

export interface KioskFeedPorts {
  readonly dataFolder: string;
  readonly config: { readonly feedRate: number | null };
  readonly connection: Pick<Connection, 'gateway' | 'identity'>;
  readonly line: GatewayLine;
  readonly vault: VaultCalls;
  readonly log: Log;
}

/** The feed of a real kiosk: its files in the data folder, its gateway on the line. */
export function openKioskFeed({ dataFolder, config, connection, line, vault, log }: KioskFeedPorts): Promise<Feed> {
  const objects = feedObjects(line, config.feedRate);
  const secret = join(dataFolder, 'identity');
  return openFeed({
    folder: join(dataFolder, 'feed'),
    fs: nodeFeedFs,
    files: {
      state: nodePrivateFile(join(dataFolder, 'feed-state.json')),
      peppers: nodePrivateFile(join(secret, 'feed-peppers.json')),
      bucketKeys: nodePrivateFile(join(secret, 'feed-bucket-keys.json')),
    },
    source: {
      head: () => objects.head(z.unknown()),
      object: (name, from, take) => objects.object(name, from, take),
      peppers: () => connection.gateway.feedPeppers(),
    },
    who: () => connection.identity,
    provedMs: () => connection.gateway.provedMs(),
    stretch: scryptStretch,
    vault,
    ...line,
    log,
  });
}
