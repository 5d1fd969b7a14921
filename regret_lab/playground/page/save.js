// Keep and share: a command, a link, one file, pictures and tables.

import { $, announce, make } from './dom.js'
import { linkOf } from './link.js'

const PAINT = ['stroke', 'fill', 'stroke-width', 'stroke-dasharray', 'opacity', 'font-size', 'font-family', 'text-anchor']

function download(name, kind, text) {
  const url = URL.createObjectURL(new Blob([text], { type: kind }))
  make('a', { href: url, download: name }).click()
  setTimeout(() => URL.revokeObjectURL(url), 1000)
}

async function copy(text, what) {
  try {
    await navigator.clipboard.writeText(text)
    announce(`${what} copied`)
    $('copied').textContent = `${what} copied`
  } catch {
    $('copied').textContent = 'select it below and copy'
  }
}

// An svg with its paint written into it: outside of this page there is no stylesheet.
export function standalone(svg) {
  const twin = svg.cloneNode(true)
  const pairs = [[svg, twin], ...[...svg.querySelectorAll('*')].map((node, i) => [node, twin.querySelectorAll('*')[i]])]
  for (const [from, to] of pairs) {
    const style = getComputedStyle(from)
    for (const name of PAINT) to.setAttribute(name, style.getPropertyValue(name))
  }
  twin.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  return new XMLSerializer().serializeToString(twin)
}

export function csv({ answer, played }) {
  const names = played.learners.map(learner => learner.label)
  const columns = [['t', i => answer.t[i]]]
  for (const name of names) {
    const game = answer.learners[name]
    const add = (key, rows, at) => rows && rows.forEach((row, k) => columns.push([`${name} ${key}${rows.length > 1 ? k + 1 : ''}`, i => row[at(i)]]))
    const round = i => answer.t[i] - 1
    add('x', game.x, round)
    add('gradient', game.g, round)
    add('step', game.step, round)
    add('m-hat', game.mhat, round)
    add('v-hat', game.vhat, round)
    add('loss', [game.loss], round)
    add('R', [game.regret], i => i)
    add('best', game.best, i => i)
    game.bounds.forEach(bound => add(bound.theorem, [bound.limit], i => i))
  }
  const quoted = word => `"${String(word).replaceAll('"', '""')}"`
  const lines = Array.from(answer.t, (_, i) => columns.map(([, value]) => value(i)).join(','))
  return [columns.map(([name]) => quoted(name)).join(','), ...lines].join('\n') + '\n'
}

export function buildTools(state) {
  const button = (id, word, action) => make('button', { type: 'button', id, onclick: action }, word)
  const charts = () => [...document.querySelectorAll('svg.chart, #scene')]
  const parts = [
    button('copy-link', 'Copy link', () => copy(location.href.split('#')[0] + linkOf(state.setting, state.t), 'the link')),
    button('save-csv', 'Save numbers (CSV)', () => download('regret_lab.csv', 'text/csv', csv(state))),
    button('save-svg', 'Save pictures (SVG)', () => charts().forEach(svg => download(`${svg.id}.svg`, 'image/svg+xml', standalone(svg)))),
  ]
  if (!state.bridge.baked) parts.push(button('save-file', 'Save as one file (HTML)', () => saveFile(state)))
  parts.push(
    button('copy-command', 'Copy as command', () => copy(state.answer.commands.shell || '', 'the command')),
    button('copy-python', 'Copy as Python', () => copy(state.answer.commands.python || '', 'the Python lines')),
    make('span', { id: 'copied', class: 'dim small', role: 'status' }))
  const shown = make('pre', { id: 'command', tabindex: 0 })
  $('tools').replaceChildren(...parts, shown, make('p', { id: 'command-note', class: 'dim small' }))
}

export function showCommand(state) {
  const { shell, python, note } = state.answer.commands
  $('command').textContent = shell || ''
  $('command').hidden = !shell
  $('command-note').textContent = note || ''
  $('copy-command').hidden = !shell
  $('copy-python').hidden = !python
}

async function saveFile(state) {
  const button = $('save-file')
  button.disabled = true
  button.textContent = 'playing the positions of the sliders…'
  try {
    download('playground.html', 'text/html', await state.bridge.file(state.setting))
    $('copied').textContent = 'saved: it opens without a server'
  } catch (error) {
    $('copied').textContent = `not saved: ${error.message}`
  }
  button.disabled = false
  button.textContent = 'Save as one file (HTML)'
}
