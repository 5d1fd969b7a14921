// Answer from the numbers inside an exported page: each learner's controls at a few positions.

import { inflate } from './codec.js'

export class Baked {
  constructor(text, { answered }) {
    Object.assign(this, { text, answered })
    this.asked = 0
    this.idle = true
  }

  async begin() {
    this.baked = await inflate(this.text)
    return { schema: this.baked.schema, setting: this.baked.setting }
  }

  // The values at which a control was played; none where it cannot be moved.
  stops(path) { return (this.baked.moved[path] || []).map(([value]) => value) }

  // Before a control of a learner is moved, its others go back to where they were played.
  reset(setting, path) {
    const label = path.slice(0, path.lastIndexOf('.'))
    const k = setting.learners.findIndex(learner => learner.label === label)
    if (k >= 0) setting.learners[k].values = { ...this.baked.setting.learners[k].values }
  }

  // The one control of each learner that stands elsewhere decides which of its games is shown.
  ask(setting) {
    const { answer, moved, setting: base } = this.baked
    const learners = { ...answer.learners }
    setting.learners.forEach((learner, k) => {
      const before = base.learners[k].values
      for (const [name, value] of Object.entries(learner.values)) {
        const games = moved[`${learner.label}.${name}`]
        if (before[name] === value || !games) continue
        const game = games.find(([at]) => at === value)
        if (game) learners[learner.label] = game[1]
      }
    })
    this.asked += 1
    this.answered({ ...answer, learners }, structuredClone(setting), true)
  }

  async sweep() { return this.baked.sweep }
}
