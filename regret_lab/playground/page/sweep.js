// How R(T)/T depends on the learning rate: a curve for each learner, a mark where it stands.

import { $, draw, later, make, number } from './dom.js'
import { axes, trace } from './axes.js'

export function buildSweep() {
  const svg = draw('svg', { id: 'sweep-chart', class: 'chart', role: 'img', 'aria-label': 'R(T)/T over the learning rate' })
  const note = make('figcaption', { class: 'dim small', id: 'sweep-note' }, 'The same game at 25 learning rates; click a dot to take its rate.')
  $('charts').append(make('figure', { class: 'card' }, make('h3', {}, 'R(T)/T over the learning rate'), svg, note))
}

// Asked for when the sliders have come to rest; an older question is given up.
export class Sweep {
  constructor(state, take) {
    Object.assign(this, { state, take, found: null, key: '', abort: null })
    this.soon = later(350, () => this.fetch())
  }

  // What the sweep depends on: all but the learning rates themselves.
  keyOf(setting) {
    const still = setting.learners.map(({ label, name, values }) => [label, name, { ...values, lr: 0 }])
    return JSON.stringify([setting.problem, still, setting.horizon, setting.seed, setting.start])
  }

  update() {
    const key = this.keyOf(this.state.setting)
    if (key === this.key && this.found) return this.draw()
    $('sweep-chart').classList.add('stale')
    this.soon()
  }

  async fetch() {
    if (this.state.refused) return // the next good setting asks again
    if (!this.state.bridge.idle) return this.soon()
    const key = this.keyOf(this.state.setting)
    this.abort?.abort()
    this.abort = new AbortController()
    try {
      const found = await this.state.bridge.sweep(this.state.setting, this.abort.signal)
      if (key !== this.keyOf(this.state.setting)) return // the setting that is wanted now asks for its own
      Object.assign(this, { found, key })
      this.draw()
    } catch (error) {
      if (error.name !== 'AbortError') $('sweep-note').textContent = 'No sweep: ' + error.message
    }
  }

  draw() {
    const { setting, bridge } = this.state
    const names = setting.learners.map(learner => learner.label).filter(name => this.found.learners[name])
    const svg = $('sweep-chart')
    svg.classList.remove('stale')
    if (!names.length) return svg.replaceChildren()
    const found = names.map(name => this.found.learners[name])
    const rates = found.flatMap(one => [...one.lr])
    const values = found.flatMap(one => [...one.average])
    const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)]
    const room = 0.05 * (high - low || 1)
    const frame = axes(svg, {
      width: 480, height: 220, logX: true, y: [low - room, high + room],
      x: [Math.log10(Math.min(...rates)), Math.log10(Math.max(...rates))],
    })
    names.forEach((name, i) => {
      const { lr, average } = found[i]
      const k = setting.learners.findIndex(learner => learner.label === name)
      const logs = Array.from(lr, Math.log10)
      frame.body.append(draw('path', { class: `curve run tone${k}`, 'data-learner': name, d: trace(logs, average, frame.X, frame.Y) }))
      lr.forEach((rate, j) => frame.body.append(this.dot(name, k, +rate.toPrecision(3), frame.X(logs[j]), frame.Y(average[j]), bridge.baked)))
      const now = Math.log10(this.rateOf(setting.learners[k]))
      frame.body.append(draw('line', { class: `now-rate tone${k}`, x1: frame.X(now), x2: frame.X(now), y1: frame.top, y2: frame.bottom, 'data-rate': name }))
    })
  }

  rateOf(learner) {
    const control = this.state.schema.learners[learner.name].controls.find(one => one.name === 'lr')
    return learner.values.lr ?? control.default
  }

  dot(name, k, rate, x, y, frozen) {
    const dot = draw('circle', { class: `stop tone${k}`, cx: x, cy: y, r: 4 }, draw('title', {}, `${name} at ${number(rate)}`))
    if (!frozen) dot.addEventListener('click', () => this.take(`${name}.lr`, rate))
    return dot
  }
}
