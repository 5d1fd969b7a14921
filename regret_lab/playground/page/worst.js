// The falsifier's worst sequence for the betas that stand on the sliders.

import { $, later, number } from './dom.js'
import { searchKey } from './setting.js'

export class Worst {
  constructor(state, play) {
    Object.assign(this, { state, play, key: '', abort: null })
    this.soon = later(500, () => this.search())
  }

  get label() { return this.state.schema.presets.find(one => one.id === this.state.setting.preset)?.search }

  get learner() { return this.state.setting.learners.find(one => one.label === this.label) }

  // Called after every change: searches again when anything but the learning rate has moved.
  update() {
    const { learner } = this
    if (!learner || this.state.bridge.baked) {
      this.key = ''
      return
    }
    const key = searchKey(learner)
    if (key === this.key) return
    this.key = key
    $('search').textContent = `Searching the slopes on which ${this.label} loses most (ten seconds the first time)…`
    this.soon()
  }

  // Whether the search is still for what is wanted; if not, the next good setting asks again.
  fits() {
    const { learner } = this
    const fits = Boolean(this.key) && Boolean(learner) && searchKey(learner) === this.key
    if (!fits) this.key = ''
    return fits
  }

  async search() {
    if (this.state.refused) this.key = '' // the next good setting asks again
    if (!this.fits()) return
    this.abort?.abort()
    this.abort = new AbortController()
    const key = this.key
    try {
      const found = await this.state.bridge.worst(this.state.setting, this.label, this.abort.signal)
      if (key !== this.key || !this.fits()) return
      $('search').textContent = found.found
        ? `Found: ${found.gradients.length} slopes, repeated for ever. ${this.label} loses ${number(100 * found.score)} % of the most that a round can cost.`
        : `None found at these betas: ${found.text.split('\n')[0]}`
      $('search').title = found.text
      if (found.gradients.length) this.play(found.gradients)
    } catch (error) {
      if (error.name !== 'AbortError') $('search').textContent = error.message
    }
  }
}
