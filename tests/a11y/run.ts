import { PNG } from 'pngjs';
import { fixedPlaceFindings, untranslatedFindings } from './across.ts';
import { axeSource, probeSource } from './probe-source.ts';
import type { Orientation, Plan, Way } from './plan.ts';
import type { Finding } from './probe/finding.ts';
import type { Look } from './probe/probe.ts';
import { Stage, type Scripts } from './stage.ts';

/** One screen as it was seen in one way. */
export interface Sight extends Way {
  readonly screen: string;
  readonly look: Look;
  readonly findings: readonly Finding[];
  readonly thumbnail: Buffer;
}

/**
 * Walks the plan with one kiosk per orientation, side by side.
 *
 * @param onSight after each screen, with how many there have been and will be
 */
export async function runPlan(
  plan: Plan,
  onSight: (sight: Sight, done: number, total: number) => void,
): Promise<Sight[]> {
  const scripts = { probe: await probeSource(), axe: axeSource() };
  const total = plan.stops.reduce((sum, { ways }) => sum + ways.length, 0);
  let done = 0;
  const note = (sight: Sight): void => {
    done += 1;
    onSight(sight, done, total);
  };
  const seen = await Promise.all(plan.orientations.map((orientation) => walk(plan, orientation, scripts, note)));
  const sights = seen.flat();
  const across = [...fixedPlaceFindings(sights), ...untranslatedFindings(sights)];
  return sights.map((sight) => ({
    ...sight,
    findings: [...sight.findings, ...across.filter((one) => one.sight === sight).map(({ finding }) => finding)],
  }));
}

async function walk(
  plan: Plan,
  orientation: Orientation,
  scripts: Scripts,
  note: (sight: Sight) => void,
): Promise<Sight[]> {
  const stage = await Stage.open(orientation, scripts);
  try {
    return await walkOn(stage, plan, orientation, note);
  } finally {
    await stage.close();
  }
}

async function walkOn(
  stage: Stage,
  plan: Plan,
  orientation: Orientation,
  note: (sight: Sight) => void,
): Promise<Sight[]> {
  const sights: Sight[] = [];
  for (const { exhibit, ways } of plan.stops) {
    const here = ways.filter((way) => way.orientation === orientation);
    const [first] = here;
    if (!first) continue;
    await stage.enter(exhibit, first.tongue.language);
    for (const way of here) {
      await stage.change(exhibit, way);
      const look = await stage.look(way);
      const findings = [...look.findings, ...(await stage.axe())];
      const thumbnail = PNG.sync.write(stage.thumbnail());
      const sight = { ...way, screen: exhibit.name, look, findings, thumbnail };
      sights.push(sight);
      note(sight);
    }
  }
  const faults = stage.faults();
  // The kiosk's log does not say on which screen: they stand with the last.
  return sights.map((sight, index) =>
    index === sights.length - 1 ? { ...sight, findings: [...sight.findings, ...faults] } : sight,
  );
}
