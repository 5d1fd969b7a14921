// You deal the slopes: every key is a round, and the learners answer.

import { $, make, number } from './dom.js'

const SLOPES = [['ArrowUp', '↑', 3], ['ArrowRight', '→', 1], ['ArrowLeft', '←', -1], ['ArrowDown', '↓', -3]]
const LONGEST = 400

export class Adversary {
  constructor(state, act) {
    Object.assign(this, { state, act, best: null, dealt: 0 })
    document.addEventListener('keydown', event => this.key(event))
  }

  get slopes() { return this.state.setting.problem.values.gradients }

  show() {
    const on = Boolean(this.state.adversary)
    $('adversary').hidden = !on
    if (!on || $('adversary').childElementCount) return
    const keys = SLOPES.map(([, arrow, slope]) => make('button', {
      type: 'button', 'data-slope': slope, onclick: () => this.deal(slope),
    }, `${arrow} slope ${number(slope)}`))
    $('adversary').append(
      make('div', { class: 'row', role: 'group', 'aria-label': 'Deal the next slope' }, ...keys,
        make('button', { type: 'button', id: 'undo', onclick: () => this.act.slopes(this.slopes.slice(0, -1)) }, 'Take back'),
        make('button', { type: 'button', id: 'again', onclick: () => this.act.slopes([3]) }, 'Start again'),
        make('button', { type: 'button', id: 'forever', onclick: () => this.forever() }, 'Repeat it for ever')),
      make('p', { id: 'dealt', class: 'small' }), make('p', { id: 'record', class: 'small' }),
      make('pre', { id: 'certificate', class: 'small', hidden: true, tabindex: 0 }))
  }

  key(event) {
    if (!this.state.adversary || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.target.closest('input, select, textarea')) return
    const found = SLOPES.find(([key]) => key === event.key)
    if (!found) return
    event.preventDefault()
    this.deal(found[2])
  }

  deal(slope) {
    if (this.slopes.length < LONGEST) this.act.slopes([...this.slopes, slope])
  }

  // After every answer: what was dealt, and the best that was reached against the first learner.
  answered() {
    if (!this.state.adversary) return
    const { answer, played } = this.state
    const label = played.learners[0].label
    const average = answer.learners[label].regret[answer.t.length - 1] / answer.horizon
    const long = this.slopes.length >= 6
    if (long && (!this.best || average > this.best.average)) this.best = { average, slopes: [...this.slopes] }
    $('dealt').textContent = `Dealt ${this.slopes.length}: ${this.slopes.slice(-24).map(number).join(', ')}`
    $('record').textContent = this.best
      ? `Your best against ${label}: R(t)/t = ${number(this.best.average)} with ${this.best.slopes.map(number).join(', ')}`
      : `Deal at least six slopes; your best sequence against ${label} is kept here.`
    $('certificate').hidden = true
  }

  async forever() {
    $('certificate').hidden = false
    $('certificate').textContent = 'certifying…'
    try {
      const found = await this.state.bridge.certify(this.state.setting)
      $('certificate').textContent = Object.values(found).join('\n\n')
    } catch (error) {
      $('certificate').textContent = error.message
    }
  }
}
