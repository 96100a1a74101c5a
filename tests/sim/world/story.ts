import type { World } from './world.ts';

/**
 * A meeting too rare to wait for: the kiosk has journaled a capture, cannot commit it, and the gateway comes back from
 * a backup that does not know the attempt while K-Net answers nobody.
 */
export function forgottenCapture(world: World): void {
  const [kiosk] = world.kiosks;
  if (!kiosk) return;
  world.gateway.takeBackup();
  world.met.add('restored gateway');
  let told = false;
  world.onDurable = (type) => {
    if (type !== 'CAPTURE_PROVED' || told) return;
    told = true;
    kiosk.line.cut = true;
    world.knetDeadUntilMs = world.agenda.now + 60 * 60_000;
    world.agenda.after(1_000, () => world.gateway.restart(true, 5_000));
    world.agenda.after(30_000, () => (kiosk.line.cut = false));
  };
}
