// Run, pause, step, reset, scrub; and the keys that do the same.

import { $, quiet } from './dom.js'

export class Transport {
  constructor(state, show) {
    Object.assign(this, { state, show, running: false, last: 0, due: 0 })
    $('run').addEventListener('click', () => this.play(!this.running))
    $('step').addEventListener('click', () => this.stepBy(1))
    $('reset').addEventListener('click', () => this.stop(1))
    $('time').addEventListener('input', event => this.stop(+event.target.value))
    document.addEventListener('keydown', event => this.key(event))
  }

  get end() { return this.state.answer ? this.state.answer.horizon : 1 }

  stop(t) {
    this.play(false)
    this.seek(t)
  }

  stepBy(count) { this.stop(this.state.t + count) }

  seek(t) {
    this.state.t = Math.max(1, Math.min(this.end, Math.round(t)))
    this.look()
  }

  // Show the round that is wanted, or the last one of a game too short for it. A late answer comes
  // this way: it is on its way out, and a longer game behind it may have the round.
  look() {
    const t = Math.min(this.state.t, this.end)
    $('time').value = t
    $('time').setAttribute('aria-valuetext', `round ${t} of ${this.end}`)
    $('round').textContent = `t = ${t}`
    if (this.state.answer) this.show(t)
  }

  play(on) {
    if (on && quiet.matches) return this.jump()
    this.running = on
    $('run').textContent = on ? 'Pause' : 'Run'
    $('run').setAttribute('aria-pressed', String(on))
    if (!on) return
    if (this.state.t >= this.end) this.seek(1)
    this.last = performance.now()
    this.due = 0
    requestAnimationFrame(now => this.frame(now))
  }

  // Where motion is not wanted, Run goes to the end at once.
  jump() { this.seek(this.end) }

  frame(now) {
    if (!this.running) return
    this.due += Math.max(0, now - this.last) / 1000 * $('speed').value
    this.last = now
    const rounds = Math.floor(this.due)
    this.due -= rounds
    if (rounds) this.seek(this.state.t + rounds)
    if (this.state.t >= this.end) this.play(false)
    else requestAnimationFrame(later => this.frame(later))
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || this.state.adversary) return
    const busy = event.target.closest('input, select, textarea, button, summary, a, pre')
    if (busy) return
    const action = {
      ' ': () => this.play(!this.running), ArrowRight: () => this.stepBy(1),
      ArrowLeft: () => this.stepBy(-1), r: () => this.stop(1),
    }[event.key]
    if (!action) return
    event.preventDefault()
    action()
  }
}
