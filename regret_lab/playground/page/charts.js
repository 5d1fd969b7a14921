// Curves over time: regret with its bounds, average regret, step sizes.

import { $, draw, make, number } from './dom.js'
import { axes, trace } from './axes.js'

const SIZE = { width: 480, height: 220 }
const TINY = 1e-6
const REACH = 1.3 // a bound is drawn where it ends below this many times the largest regret

const CHARTS = [
  { id: 'regret', title: 'Regret R(t)', about: 'Loss so far minus that of the best fixed point. Dashed: what the learner’s theorem claims.' },
  { id: 'average', title: 'Average regret R(t)/t', about: 'Goes to zero for a learner that learns.' },
  { id: 'steps', title: 'Step size |x(t+1) − x(t)|', about: 'Logarithmic.' },
]

const norm = (rows, i) => (rows.length === 1 ? Math.abs(rows[0][i]) : Math.hypot(...rows.map(row => row[i])))

function extent(lists) {
  let low = Infinity
  let high = -Infinity
  for (const list of lists) {
    for (const value of list) {
      if (value < low) low = value
      if (value > high) high = value
    }
  }
  return low <= high ? [low, high] : [0, 1]
}

function padded([low, high]) {
  const room = 0.04 * (high - low || 1)
  return [low - room, high + room]
}

export function buildCharts(state, seekTo) {
  const parts = CHARTS.map(({ id, title, about }) => {
    const svg = draw('svg', { id: `${id}-chart`, class: 'chart', role: 'img', 'aria-label': title })
    const head = make('h3', {}, title)
    if (id === 'average') head.append(make('label', { class: 'small' },
      make('input', { type: 'checkbox', id: 'loglog', onchange: () => logLog(state) }), ' log-log'))
    svg.addEventListener('pointerdown', event => drag(event, state, svg, seekTo))
    svg.addEventListener('pointermove', event => event.buttons && drag(event, state, svg, seekTo))
    return make('figure', { class: 'card' }, head, svg, make('figcaption', { class: 'dim small' }, about))
  })
  $('charts').replaceChildren(...parts)
}

function logLog(state) {
  state.loglog = $('loglog').checked
  if (!state.answer) return
  drawCharts(state)
  seekCharts(state, Math.min(state.t, state.answer.horizon))
}

function drag(event, state, svg, seekTo) {
  const frame = state.frames?.[svg.id]
  if (!frame || frame.logX) return
  const box = svg.getBoundingClientRect()
  const at = (event.clientX - box.left) / box.width * frame.width
  seekTo(1 + (at - frame.left) / (frame.right - frame.left) * (state.answer.horizon - 1))
}

// The series of one chart for one learner's game: rounds and values.
function series(id, answer, game, loglog) {
  const { t } = answer
  if (id === 'regret') return [t, game.regret]
  if (id === 'average') {
    const values = game.regret.map((value, i) => value / t[i])
    return loglog ? [t.map(Math.log10), values.map(v => Math.log10(Math.max(v, TINY)))] : [t, values]
  }
  const n = answer.horizon
  return [Float64Array.from({ length: n }, (_, i) => i + 1), Float64Array.from({ length: n }, (_, i) => Math.log10(Math.max(norm(game.step, i), TINY)))]
}

export function drawCharts(state) {
  const { answer, played, ghost } = state
  const names = played.learners.map(learner => learner.label)
  state.frames = {}
  for (const { id } of CHARTS) {
    const log = id === 'average' && state.loglog
    const now = names.map(name => series(id, answer, answer.learners[name], log))
    const old = ghost && ghost.horizon === answer.horizon ? ghost : null
    const before = names.map(name => (old?.learners[name] ? series(id, old, old.learners[name], log) : null))
    const svg = $(`${id}-chart`)
    const limits = id === 'regret' ? boundsInSight(answer, names) : []
    const y = padded(extent([...now.map(([, values]) => values), ...limits.map(one => one.limit), ...(log || id === 'steps' ? [] : [[0]])]))
    const x = log ? [0, Math.log10(answer.horizon) || 1] : [1, Math.max(2, answer.horizon)]
    const frame = axes(svg, { ...SIZE, x, y, logX: log, logY: log || id === 'steps' })
    frame.logX = log
    const line = ([xs, ys], k, kind) => draw('path', {
      class: `curve ${kind} tone${k}`, 'data-learner': names[k], d: trace(xs, ys, frame.X, frame.Y),
    })
    before.forEach((one, k) => one && frame.inner.append(line(one, k, 'ghost')))
    for (const { name, limit } of limits) frame.inner.append(line([answer.t, limit], names.indexOf(name), 'bound'))
    now.forEach((one, k) => frame.inner.append(line(one, k, 'run')))
    if (id === 'regret') names.forEach((name, k) => markCrossing(frame, answer, answer.learners[name], k))
    if (log) guides(frame, x, y)
    frame.now = draw('line', { class: 'now', y1: frame.top, y2: frame.bottom })
    frame.body.append(frame.now)
    svg.setAttribute('aria-label', describe(id, answer, names))
    state.frames[svg.id] = frame
  }
}

function boundsInSight(answer, names) {
  const most = Math.max(...names.map(name => Math.max(...answer.learners[name].regret)), 1e-9)
  return names.flatMap(name => answer.learners[name].bounds
    .filter(bound => bound.limit[bound.limit.length - 1] <= REACH * most)
    .map(bound => ({ name, limit: bound.limit })))
}

// Where a regret first lies above a bound, and from where on it stays there.
function markCrossing(frame, answer, game, k) {
  for (const bound of game.bounds) {
    if (bound.word !== 'violated') continue
    const over = Array.from(game.regret, (value, j) => value > bound.limit[j])
    const first = over.indexOf(true)
    if (first < 0) continue
    const good = over.lastIndexOf(false) + 1
    const word = good > first && good < over.length ? `, for good from ${answer.t[good]}` : ''
    const [x, y] = [frame.X(answer.t[first]), frame.Y(game.regret[first])]
    const left = x > (frame.left + frame.right) / 2
    frame.body.append(
      draw('circle', { class: `crossing tone${k}`, cx: x, cy: y, r: 6 }),
      draw('text', { class: 'bad', x: left ? x - 10 : x + 10, y: y + 16, 'text-anchor': left ? 'end' : 'start' }, `exceeded at t = ${answer.t[first]}${word}`))
  }
}

function guides(frame, x, y) {
  for (const [slope, word] of [[-0.5, '1/√t'], [-1, '1/t']]) {
    const top = y[1] - 0.15
    const end = Math.min(x[1], (top - y[0]) / -slope)
    frame.body.append(
      draw('line', { class: 'guide', x1: frame.X(0), y1: frame.Y(top), x2: frame.X(end), y2: frame.Y(top + slope * end) }),
      draw('text', { class: 'word', x: frame.X(end) - 4, y: frame.Y(top + slope * end) - 6, 'text-anchor': 'end' }, word))
  }
}

function describe(id, answer, names) {
  const last = answer.t.length - 1
  const word = name => {
    const game = answer.learners[name]
    if (id === 'steps') return `${name} ${number(norm(game.step, answer.horizon - 1))}`
    const end = game.regret[last]
    return `${name} ${number(id === 'regret' ? end : end / answer.t[last])}`
  }
  return `${CHARTS.find(chart => chart.id === id).title}, at the end: ${names.map(word).join(', ')}`
}

export function seekCharts(state, t) {
  for (const frame of Object.values(state.frames || {})) {
    const x = frame.X(frame.logX ? Math.log10(t) : t)
    frame.now.setAttribute('x1', x)
    frame.now.setAttribute('x2', x)
  }
}
