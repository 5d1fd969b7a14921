// The game on a line: dots on the average loss, a track for each learner.

import { draw, number } from './dom.js'
import { axes, trace } from './axes.js'

const LANE = 22
const TRAIL = 40

// The average loss so far at round t, between the key rounds on either side.
export function lossAt({ at, values }, t) {
  let k = at.findIndex(round => round >= t)
  if (k < 0) k = at.length - 1
  if (k === 0 || at[k] === t) return values[k]
  const share = (at[k] - t) / (at[k] - at[k - 1])
  return values[k].map((value, i) => (1 - share) * value + share * values[k - 1][i])
}

// The height of a curve given on an even grid.
export function heightAt(grid, curve, x) {
  const place = (x - grid[0]) / (grid[1] - grid[0])
  const i = Math.min(Math.max(Math.floor(place), 0), grid.length - 2)
  return (i + 1 - place) * curve[i] + (place - i) * curve[i + 1]
}

function settledRange(losses) {
  let [low, high] = [Infinity, -Infinity]
  for (const { at, values } of losses) {
    const last = at[at.length - 1]
    values.forEach((curve, k) => {
      if (at[k] < last / 15 && k < at.length - 1) return
      for (const value of curve) {
        low = Math.min(low, value)
        high = Math.max(high, value)
      }
    })
  }
  const room = 0.05 * (high - low || 1)
  return [low - room, high + room]
}

const isNarrow = svg => svg.clientWidth > 0 && svg.clientWidth < 560

// What the drawing depends on, apart from what moves: equal keys need no new drawing.
export const lineKey = ({ answer }, svg) => JSON.stringify([
  answer.axes[0][0], answer.axes[0].length, settledRange(answer.losses), answer.losses.length,
  Object.keys(answer.learners), answer.minimum?.[0], isNarrow(svg),
])

export function drawLine(state, svg) {
  const { answer, played } = state
  const names = played.learners.map(learner => learner.label)
  const grid = answer.axes[0]
  const narrow = isNarrow(svg)
  const lanes = names.length * LANE
  const width = narrow ? 420 : 860
  const frame = axes(svg, {
    x: [grid[0], grid[grid.length - 1]], y: settledRange(answer.losses), width,
    height: (narrow ? 250 : 300) + lanes, bottom: 24 + lanes, left: 44,
  })
  const base = frame.bottom
  const marks = draw('g')
  frame.body.append(marks)
  const lane = k => base + 12 + LANE * k
  if (answer.minimum) {
    const x = frame.X(answer.minimum[0])
    marks.append(
      draw('line', { class: 'target', x1: x, x2: x, y1: frame.top, y2: base + lanes }),
      draw('text', { class: 'word', x: x + 4, y: frame.top + 10 }, `minimum ${number(answer.minimum[0])}`))
  }
  const curves = answer.losses.map((_, k) => draw('path', { class: `loss ${answer.losses.length > 1 ? `tone${k}` : ''}` }))
  const bests = bestLines(answer, names).map(() => draw('line', { class: 'best', y1: frame.top, y2: base + lanes }))
  frame.inner.append(...curves)
  marks.append(...bests)
  const players = names.map((name, k) => player(name, k, frame, lane(k)))
  marks.append(...players.map(one => one.group))

  return t => {
    const now = state.answer
    now.losses.forEach((loss, k) => {
      curves[k].setAttribute('d', trace(grid, lossAt(loss, t), frame.X, frame.Y))
    })
    bestLines(now, names).forEach((best, k) => {
      const x = frame.X(best[indexAt(now.t, t)])
      bests[k].setAttribute('x1', x)
      bests[k].setAttribute('x2', x)
    })
    names.forEach((name, k) => {
      const game = now.learners[name]
      const own = lossAt(now.losses[now.losses.length > 1 ? k : 0], t)
      placeDots(players[k], game, t, frame, lane(k), heightAt(grid, own, game.x[0][t - 1]), base)
    })
  }
}

// The last round of `rounds` that is not after t.
export function indexAt(rounds, t) {
  if (rounds.length >= t && rounds[t - 1] === t) return t - 1
  let i = rounds.length - 1
  while (i > 0 && rounds[i] > t) i -= 1
  return i
}

const bestLines = (answer, names) =>
  (answer.losses.length > 1 ? names : names.slice(0, 1)).map(name => answer.learners[name].best[0])

function player(name, k, frame, y) {
  const trail = draw('g', { class: 'trail' })
  const rail = draw('line', { class: 'rail', x1: frame.left, x2: frame.right, y1: y, y2: y })
  const step = draw('line', { class: 'next', y1: y, y2: y })
  const lane = draw('circle', { class: 'lane-dot', cy: y, r: 6 })
  const dot = draw('circle', { class: 'dot', r: 8, 'data-learner': name })
  const word = draw('text', { class: 'word', x: frame.left + 4, y: y - 5 }, name)
  const group = draw('g', { class: `player tone${k}` }, rail, trail, step, lane, word, dot)
  return { group, trail, step, lane, dot }
}

function placeDots(one, game, t, frame, y, height, base) {
  const xs = game.x[0]
  const x = frame.X(xs[t - 1])
  one.dot.setAttribute('cx', x)
  one.dot.setAttribute('cy', Math.min(Math.max(frame.Y(height), frame.top), base))
  one.lane.setAttribute('cx', x)
  one.step.setAttribute('x1', x)
  one.step.setAttribute('x2', frame.X(xs[t - 1] + game.step[0][t - 1]))
  const from = Math.max(0, t - TRAIL)
  let text = ''
  for (let i = from; i < t - 1; i += 1) {
    const fade = (0.4 * (i - from + 1) / (t - from)).toFixed(2)
    text += `<circle cx="${frame.X(xs[i]).toFixed(1)}" cy="${y}" r="3" opacity="${fade}"/>`
  }
  one.trail.innerHTML = text
}
