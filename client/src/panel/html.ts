import type { Level, Status } from '../views/status.ts';
import type { Matrix, PanelModel, PetRow, Step } from './model.ts';

export interface Asking {
  readonly done: number;
  readonly of: number;
}

/** The body of the panel. Real tables and lists; every state in words, since colours and shapes say nothing to many. */
export function panelBody(model: PanelModel, matrix: Matrix | undefined, asking: Asking | undefined): string {
  const trouble = model.trouble === '' ? '' : `<p class="trouble" role="status">${text(model.trouble)}</p>`;
  return `<header><h1>${text(model.title)}</h1><p id="status" role="status">${text(model.status)}</p></header>${trouble}${petsTable(model)}${peersPart(model, matrix, asking)}`;
}

/** Instead of pets: the set is gone, or the connection is. */
export const panelMessage = (title: string, message: string): string =>
  `<header><h1>${text(title)}</h1></header><p class="trouble" role="status">${text(message)}</p>`;

function petsTable({ rows, axis, more }: PanelModel): string {
  if (rows.length === 0) return '<p>No pets are wanted and none are there.</p>';
  const hasClaims = rows.some((row) => row.claims.length > 0);
  const line = axis === 0 ? 'Steps' : `Steps, <span class="axis">0 to ${axis} s after the pod was made</span>`;
  const head = ['Pet', 'State', 'Ready', 'Restarts', line, ...(hasClaims ? ['Claims'] : [])].map((each) => `<th scope="col">${each}</th>`).join('');
  const body = rows.map((row) => petRow(row, axis, hasClaims)).join('');
  const rest = more === 0 ? '' : `<p>${more} more pets are in the view Pets.</p>`;
  return `<div class="wide" tabindex="0" role="region" aria-label="Pets in order"><table id="pets"><caption>Pets in order</caption><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>${rest}`;
}

function petRow(row: PetRow, axis: number, hasClaims: boolean): string {
  const claims = row.claims.map(({ name, status }) => `<li>${mark(status)} ${text(name)}<div class="about">${text(status.text)}</div></li>`).join('');
  const steps = row.steps.map((step) => stepLine(step, axis)).join('');
  const buttons = row.exists ? `${button('petset.logs', row.name, 'Logs')}${button('petset.exec', row.name, 'Terminal')}` : '';
  const cells = [
    `<td>${mark(row.status)} ${text(row.status.text)}</td>`,
    `<td>${mark(row.readiness)} ${text(row.readiness.text)}</td>`,
    `<td class="number">${row.restarts}</td>`,
    `<td>${steps === '' ? '' : `<ol class="steps" aria-label="Steps of ${text(row.name)}">${steps}</ol>`}</td>`,
    ...(hasClaims ? [`<td><ul>${claims}</ul></td>`] : []),
  ];
  return `<tr data-key="${text(row.name)}"><th scope="row">${text(row.name)}<div class="buttons">${buttons}</div></th>${cells.join('')}</tr>`;
}

const button = (action: string, pet: string, label: string): string =>
  `<button type="button" data-action="${action}" data-pet="${text(pet)}" aria-label="${label} of ${text(pet)}">${label}</button>`;

function stepLine(step: Step, axis: number): string {
  return `<li><span class="step">${mark(step.status)} ${text(step.name)}</span>${lane(step, axis)}<span class="about">${text(step.about)}</span></li>`;
}

/** Units of the drawing, not pixels. A run of under a second is still seen. */
const laneWidth = 1000;
const leastWidth = 8;

function lane({ bars, role }: Step, axis: number): string {
  const scale = (at: number): number => (axis === 0 ? 0 : Math.round((at / axis) * (laneWidth - leastWidth)));
  const drawn = bars.map(({ from, to, level }) => {
    const end = role === 'init' ? scale(to) + leastWidth : laneWidth;
    return `<rect class="${role === 'init' ? level : 'started'}" x="${scale(from)}" y="0" width="${end - scale(from)}" height="10"/>`;
  });
  return `<svg class="lane" viewBox="0 0 ${laneWidth} 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">${drawn.join('')}</svg>`;
}

function peersPart(model: PanelModel, matrix: Matrix | undefined, asking: Asking | undefined): string {
  const isBusy = asking !== undefined;
  const says = isBusy
    ? `Asking the pets: ${asking.done} of ${asking.of} answered.`
    : matrix === undefined
      ? 'Runs the peer discovery once in each running pet.'
      : '';
  // Not `disabled`: that would take the focus from whoever has just pressed it.
  const isOff = isBusy || !model.rows.some((row) => row.exists);
  const ask = `<button type="button" data-action="peers" aria-describedby="asking"${isOff ? ' aria-disabled="true"' : ''}>Find peers from every pet</button>`;
  const found = matrix === undefined || matrix.rows.length === 0 ? '' : peersTable(matrix);
  return `<section aria-labelledby="peers"><h2 id="peers">Peers</h2><p class="ask">${ask}<span id="asking" role="status">${says}</span></p>${found}</section>`;
}

function peersTable({ columns, rows, notes }: Matrix): string {
  const head = columns.map((column) => `<th scope="col">${text(column)}</th>`).join('');
  const body = rows.map(({ name, cells, failure }) => {
    const own = failure === '' ? cells.map(peerCell).join('') : `<td colspan="${Math.max(1, columns.length)}">${text(failure)}</td>`;
    return `<tr data-key="${text(name)}"><th scope="row">${text(name)}</th>${own}</tr>`;
  });
  const missing = rows.flatMap(({ name, cells }) =>
    cells.flatMap(({ found, reason }, at) => (found ? [] : [`${name} misses ${columns[at] ?? ''}: ${reason}.`])),
  );
  const list = [...notes, ...missing].map((each) => `<li>${text(each)}</li>`).join('');
  const table = `<table id="matrix"><caption>Which pet (line) finds which peer (column)</caption><thead><tr><td></td>${head}</tr></thead><tbody>${body.join('')}</tbody></table>`;
  return `<div class="wide" tabindex="0" role="region" aria-label="Peers">${table}</div>${list === '' ? '<p>Every pet finds every peer.</p>' : `<ul>${list}</ul>`}`;
}

const peerCell = ({ found }: { readonly found: boolean }): string => `<td>${mark({ level: found ? 'good' : 'bad' })} ${found ? 'found' : 'missing'}</td>`;

const shapes: Readonly<Record<Level, string>> = { good: '✔', busy: '◔', bad: '✖', idle: '○' };

const mark = ({ level }: Pick<Status, 'level'>): string => `<span class="mark ${level}" aria-hidden="true">${shapes[level]}</span>`;

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Names come from the cluster, and nobody knows who wrote them. */
const text = (raw: string): string => raw.replace(/[&<>"']/g, (char) => entities[char] ?? '');

/** The page around the body: nothing runs and nothing loads but our own script and style. */
export function panelPage(script: string, style: string, nonce: string, source: string): string {
  const policy = `default-src 'none'; style-src ${source}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${style}">
<title>Pets</title>
</head>
<body><main id="pets-panel"></main><script nonce="${nonce}" src="${script}"></script></body>
</html>`;
}
