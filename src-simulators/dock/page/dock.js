// The dock's page: shows the state of the outside world and changes it. In the dock's own window
// `dockWindow` can look at the kiosk's screen and open the page behind its code, as a phone would.

const say = (text) => {
  document.querySelector('#say').textContent = text;
};

async function post(path, body) {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const reply = await response.json();
  if (!response.ok) throw new Error(reply.error);
  return reply;
}

function show(state) {
  for (const group of document.querySelectorAll('.choices')) {
    const part = state[group.dataset.state];
    const value = typeof part === 'string' ? part : part?.[group.dataset.field];
    for (const button of group.querySelectorAll('button'))
      button.setAttribute('aria-pressed', String(button.value === value));
  }
  showTerminal(state.terminal);
  showPeople(state.identities, state.badDocuments);
  showLights(state.board.lights);
  showMessages(state.messages);
  showPapers(state.papers);
}

function showMessages(messages) {
  document.querySelector('#messages').replaceChildren(
    ...messages.map(({ referenceNumber, code }) => {
      const row = document.createElement('li');
      row.textContent = `Reference ${referenceNumber}: your code is ${code}`;
      return row;
    }),
  );
}

function showLights(lights) {
  const lit = Object.keys(lights).filter((place) => lights[place]);
  document.querySelector('#lights').textContent = lit.length ? `Light on at: ${lit.join(', ')}.` : 'No light is on.';
}

function showTerminal(terminal) {
  document.querySelector('#terminal').hidden = terminal === null;
  document.querySelector('#terminal-display').textContent = terminal?.display ?? '';
}

function showPeople(identities, badDocuments) {
  const list = document.querySelector('#people');
  if (list.childElementCount) return;
  for (const { party, description, document: papers, card } of identities) {
    const row = document.createElement('li');
    const number = document.createElement('code');
    number.textContent = party.number;
    const what = document.createElement('span');
    what.textContent = `${party.kind === 'company' ? 'Company. ' : ''}${description.en}`;
    row.append(number, what, scanButton('Scan number', party.number));
    if (card) row.append(scanButton('Scan card', card));
    if (papers) {
      const numbers = document.createElement('span');
      numbers.textContent = `Reference ${papers.referenceNumber}, passport ${papers.passportNumber}`;
      row.append(numbers);
      if (papers.mrz) row.append(scanButton('Scan passport', papers.mrz));
    }
    list.append(row);
  }
  for (const { label, text } of badDocuments) {
    const what = document.createElement('span');
    what.textContent = label;
    const row = document.createElement('li');
    row.append(what, scanButton('Scan', text));
    list.append(row);
  }
}

function scanButton(label, text) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = label;
  button.addEventListener('click', () => {
    post('/scan', { text }).then(
      ({ kiosks }) => say(kiosks ? 'Document scanned.' : 'No kiosk is listening.'),
      (failure) => say(failure.message),
    );
  });
  return button;
}

function showPapers(papers) {
  const shelf = document.querySelector('#papers');
  for (const { id, complete } of papers) {
    if (!complete || document.getElementById(`paper-${id}`)) continue;
    const picture = document.createElement('img');
    picture.id = `paper-${id}`;
    picture.src = `/paper/${id}.png`;
    picture.alt = `Paper ${id}`;
    shelf.prepend(picture);
  }
}

function openPhone(address) {
  if (window.dockWindow) window.dockWindow.openPage(address);
  else window.open(address, 'phone', 'width=400,height=800');
}

document.querySelector('#scan-code').addEventListener('click', async () => {
  if (!window.dockWindow) return say('Only the dock’s own window can look at the kiosk. Paste the address instead.');
  say(
    (await window.dockWindow.scanCode())
      ? 'Page opened on the phone.'
      : 'There is no payment code on the kiosk’s screen.',
  );
});

document.querySelector('#open-page').addEventListener('submit', (event) => {
  event.preventDefault();
  openPhone(document.querySelector('#page-address').value);
});

for (const group of document.querySelectorAll('.choices')) {
  group.addEventListener('click', (event) => {
    if (event.target.tagName !== 'BUTTON') return;
    post(group.dataset.path, { [group.dataset.field]: event.target.value }).then(show, (failure) =>
      say(failure.message),
    );
  });
}

document.querySelector('#terminal .keys').addEventListener('click', (event) => {
  if (event.target.tagName !== 'BUTTON') return;
  post('/terminal', { do: event.target.value }).then(
    (state) => {
      show(state);
      say(state.noticed ? '' : 'The terminal takes no notice of that now.');
    },
    (failure) => say(failure.message),
  );
});

async function look() {
  try {
    show(await (await fetch('/state')).json());
  } catch {
    say('The dock has stopped.');
  }
}
await look();
setInterval(look, 1000);
