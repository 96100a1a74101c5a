/** What is wrong with how one screen is laid out. */
export interface Finding {
  readonly rule:
    | 'target'
    | 'gap'
    | 'bezel'
    | 'reach'
    | 'overflow'
    | 'small-text'
    | 'outside'
    | 'unfocused'
    | 'missing-words'
    | 'console'
    | 'axe';
  readonly what: string;
}

/**
 * Measures the page it is run in: targets of at least 80 px (A02), 10 px apart (A03), 24 px from the bezel
 * (A04); nothing under 20 px (A05); nothing clipped (A06) but texts marked as given in full elsewhere; the heading holds the focus (A14).
 * With low reach no target is above the middle of an upright screen (A04). Runs inside the browser, so it can use nothing from outside its own body.
 */
export function measureGeometry(): Finding[] {
  const findings: Finding[] = [];
  const name = (element: Element): string => {
    const marks = [element.tagName.toLowerCase(), ...Array.from(element.classList)].join('.');
    return `${marks} "${element.textContent.trim().replace(/\s+/g, ' ').slice(0, 40)}"`;
  };
  const seen = (element: Element): boolean => {
    const box = element.getBoundingClientRect();
    return (
      box.width > 1 &&
      box.height > 1 &&
      element.checkVisibility({ opacityProperty: false }) &&
      !element.closest('.unseen')
    );
  };
  // With larger text or a low reach, a part may be turned over by buttons; in the usual look everything fits.
  const root = document.documentElement;
  const mayTurn = root.dataset['display'] === 'large' || root.hasAttribute('data-low-reach');
  const isPort = (element: Element): boolean =>
    mayTurn && element.scrollHeight > element.clientHeight + 4 && getComputedStyle(element).overflowY === 'auto';
  const ports = Array.from(document.querySelectorAll('.parts, .body, .content')).filter(isPort);
  const turnedAway = (element: Element): boolean => {
    const port = ports.find((one) => one !== element && one.contains(element))?.getBoundingClientRect();
    const box = element.getBoundingClientRect();
    return port !== undefined && (box.top < port.top || box.bottom > port.bottom);
  };
  const dialog = document.querySelector('[role=alertdialog]');
  const scope: ParentNode = dialog ?? document;
  const targets = Array.from(scope.querySelectorAll('button'))
    .filter(seen)
    .filter((target) => !turnedAway(target));
  const boxes = targets.map((target) => target.getBoundingClientRect());

  for (const [index, target] of targets.entries()) {
    const box = boxes[index];
    if (!box) continue;
    if (box.width < 80 || box.height < 80) {
      findings.push({ rule: 'target', what: `${name(target)} ${Math.round(box.width)}×${Math.round(box.height)}` });
    }
    const toBezel = Math.min(box.left, box.top, innerWidth - box.right, innerHeight - box.bottom);
    if (toBezel < 22.5) findings.push({ rule: 'bezel', what: `${name(target)} ${Math.round(toBezel)} px` });
    for (const [other, next] of boxes.entries()) {
      if (other <= index) continue;
      const across = Math.max(next.left - box.right, box.left - next.right, 0);
      const along = Math.max(next.top - box.bottom, box.top - next.bottom, 0);
      const gap = Math.hypot(across, along);
      const rival = targets[other];
      if (gap < 10 && rival)
        findings.push({ rule: 'gap', what: `${name(target)} | ${name(rival)} ${Math.round(gap)} px` });
    }
  }

  for (const element of Array.from(scope.querySelectorAll<HTMLElement>('*'))) {
    if (!seen(element) || element.closest('svg') || element.matches('[data-shortened]')) continue;
    if (turnedAway(element)) continue;
    const style = getComputedStyle(element);
    const clips = !isPort(element) && (style.overflow !== 'visible' || element.tagName === 'BUTTON');
    if (clips && element.scrollWidth > element.clientWidth + 1) {
      findings.push({ rule: 'overflow', what: `${name(element)} wide ${element.scrollWidth}>${element.clientWidth}` });
    }
    if (clips && element.scrollHeight > element.clientHeight + 1) {
      findings.push({
        rule: 'overflow',
        what: `${name(element)} high ${element.scrollHeight}>${element.clientHeight}`,
      });
    }
    const hasText = Array.from(element.childNodes).some((node) => node.nodeType === 3 && node.nodeValue?.trim());
    if (!hasText) continue;
    if (Number.parseFloat(style.fontSize) < 20) findings.push({ rule: 'small-text', what: name(element) });
    if (/\{\w+|undefined|\[object/.test(element.textContent)) {
      findings.push({ rule: 'missing-words', what: name(element) });
    }
    const box = element.getBoundingClientRect();
    if (box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1) {
      findings.push({ rule: 'outside', what: name(element) });
    }
    // A text that runs out of the block it belongs to lies over its neighbours.
    const block = element.closest(
      '.body, .lead, .bar, .dialog, button.card, .sheet, .notice, .step, .strip, li.line, li.offence',
    );
    if (block && block !== element) {
      const around = block.getBoundingClientRect();
      if (
        box.bottom > around.bottom + 1 ||
        box.top < around.top - 1 ||
        box.right > around.right + 1 ||
        box.left < around.left - 1
      ) {
        findings.push({ rule: 'outside', what: `${name(element)} leaves ${block.className}` });
      }
    }
  }
  for (const block of Array.from(scope.querySelectorAll('.body, .lead, .columns, .tickets, .facts, .ways, .lines'))) {
    if (block.scrollHeight > block.clientHeight + 1 && block.clientHeight > 0 && !isPort(block)) {
      findings.push({ rule: 'overflow', what: `${name(block)} high ${block.scrollHeight}>${block.clientHeight}` });
    }
  }
  // What the frame cannot hold disappears under the bar.
  const parts = document.querySelector('.parts');
  for (const part of Array.from(document.querySelectorAll('.body, .lead'))) {
    if (parts && ports.length === 0 && part.getBoundingClientRect().bottom > parts.getBoundingClientRect().bottom + 1) {
      findings.push({ rule: 'outside', what: `${name(part)} goes under the bar` });
    }
  }
  if (root.hasAttribute('data-low-reach') && innerHeight > innerWidth) {
    for (const [index, target] of targets.entries()) {
      const top = boxes[index]?.top ?? 0;
      if (top < innerHeight / 2) findings.push({ rule: 'reach', what: `${name(target)} at ${Math.round(top)} px` });
    }
  }
  const focused = document.activeElement;
  const focusIsRight = dialog !== null || focused?.tagName === 'H1' || focused?.getAttribute('role') === 'alert';
  if (!focusIsRight) findings.push({ rule: 'unfocused', what: focused ? name(focused) : 'nothing' });
  return findings;
}
