// The numbers of one round, a column for each learner.

import { $, make, number } from './dom.js'
import { indexAt } from './line.js'

const vector = (rows, i) => (rows ? (rows.length === 1 ? number(rows[0][i]) : `(${rows.map(row => number(row[i])).join(', ')})`) : '–')

const ROWS = [
  ['x', 'x', 'the point played', (game, i) => vector(game.x, i)],
  ['gradient', 'gradient', 'seen at x', (game, i) => vector(game.g, i)],
  ['step', 'next step', 'x(t+1) − x(t)', (game, i) => vector(game.step, i)],
  ['mhat', 'm̂', 'average gradient, bias-corrected if the learner does', (game, i) => vector(game.mhat, i)],
  ['vhat', 'v̂', 'what divides the step, squared', (game, i) => vector(game.vhat, i)],
  ['loss', 'loss', 'of this round', (game, i) => number(game.loss[i])],
  ['regret', 'R(t)', 'regret so far', (game, i, j) => number(game.regret[j])],
  ['average', 'R(t)/t', 'per round', (game, i, j, t) => number(game.regret[j] / t[j])],
  ['best', 'best fixed point', 'of the rounds so far', (game, i, j) => vector(game.best, j)],
]

export function buildReadout(state) {
  const names = state.played.learners.map(learner => learner.label)
  const head = make('tr', {}, make('th', { scope: 'col' }, ''), ...names.map((name, k) =>
    make('th', { scope: 'col', class: `tone${k}` }, make('span', { class: 'bead', 'aria-hidden': 'true' }), name)))
  const kept = ROWS.filter(([key]) => !['mhat', 'vhat'].includes(key) || names.some(name => state.answer.learners[name][key]))
  const rows = kept.map(([key, word, title]) => make('tr', { 'data-row': key }, make('th', { scope: 'row', title }, word),
    ...names.map(name => make('td', { 'data-learner': name }))))
  rows.push(make('tr', { 'data-row': 'bound' }, make('th', { scope: 'row', title: 'what the learner’s theorem allows R(t) to be' }, 'bound'),
    ...names.map(name => make('td', { 'data-learner': name }))))
  const caption = make('caption', {}, 'Round by round, as Python computed it')
  $('readout').replaceChildren(caption, make('thead', {}, head), make('tbody', {}, ...rows))
  const cells = [...$('readout').querySelectorAll('td')].map(cell => [cell, cell.parentNode.dataset.row, cell.dataset.learner])
  const makers = Object.fromEntries(ROWS.map(([key, , , text]) => [key, text]))

  return t => {
    const { answer } = state
    const j = indexAt(answer.t, t)
    for (const [cell, key, name] of cells) {
      const game = answer.learners[name]
      if (key === 'bound') showBound(cell, game, j)
      else {
        const text = makers[key](game, t - 1, j, answer.t)
        if (cell.textContent !== text) cell.textContent = text
      }
    }
  }
}

// The bound nearest to the regret, and whether it is exceeded.
function showBound(cell, game, j) {
  const [bound] = [...game.bounds].sort((a, b) => a.limit[j] - b.limit[j])
  const over = Boolean(bound) && game.regret[j] > bound.limit[j] * (1 + 1e-9)
  const text = bound ? number(bound.limit[j]) + (over ? ' exceeded' : '') : 'none'
  if (cell.textContent !== text) cell.textContent = text
  cell.classList.toggle('bad', over)
  cell.title = bound ? `${bound.theorem} (${bound.status}): ${bound.statement}` : game.advice.map(one => `${one.theorem}: ${one.why}`).join('\n')
}

// Below each learner's controls: what the theorems say, and the settings they ask for.
export function showAdvice(state, take) {
  for (const place of document.querySelectorAll('[data-advice]')) {
    const label = place.dataset.advice
    const game = state.answer.learners[label]
    if (!game) continue // refused: its panel is there, its game is not
    const lines = game.bounds.map(bound => make('p', { class: bound.word === 'violated' ? 'small bad' : 'small dim' },
      `${bound.theorem} (${bound.status}): ${bound.word}: ${bound.why}`))
    for (const one of game.advice) {
      if (!one.values || state.bridge.baked) continue
      lines.push(make('p', { class: 'small dim' }, `${one.theorem} is silent: ${one.why}. `,
        make('button', { type: 'button', class: 'quiet', onclick: () => take(label, one.values) }, 'take its setting')))
    }
    place.replaceChildren(...lines)
  }
}
