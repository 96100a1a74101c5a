import { stat, statfs } from 'node:fs/promises';
import { attempt, nodeJournalFs } from '../../journal/edge/node-fs.ts';
import type { FeedFs } from '../feed-fs.ts';

/** The real file system. */
export const nodeFeedFs: FeedFs = {
  ...nodeJournalFs,
  size: (path) => attempt('size', path, async () => (await stat(path)).size),
  free: (dir) =>
    attempt('free', dir, async () => {
      const { bavail, bsize } = await statfs(dir);
      return bavail * bsize;
    }),
};
