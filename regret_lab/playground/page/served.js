// Ask Python. The newest setting wins: there is never more than one game in flight, and what becomes
// of an older one is shown if it was played, but not if it was refused.

import { unpack } from './codec.js'

export class Refusal extends Error {}

async function post(path, body, signal) {
  const reply = await fetch(path, {
    method: 'POST', body: JSON.stringify(body), signal,
    headers: { 'Content-Type': 'application/json' },
  })
  if (reply.ok) return reply
  const why = await reply.json().catch(() => ({ error: `the server answered ${reply.status}` }))
  throw new Refusal(why.error)
}

export class Served {
  constructor({ answered, refused, lost, found }) {
    Object.assign(this, { answered, refused, lost, found })
    this.wanted = null
    this.busy = false
    this.asked = 0
    this.away = false
    this.baked = null
  }

  async begin() {
    const reply = await fetch('schema')
    return { schema: await reply.json() }
  }

  ask(setting) {
    this.wanted = structuredClone(setting)
    this.pump()
  }

  async pump() {
    if (this.busy) return
    this.busy = true
    try {
      while (this.wanted) await this.next()
    } finally {
      this.busy = false // whatever happens, the next setting is asked
    }
  }

  // Only the question is tried: a fault of the page's own is not the server's silence.
  async next() {
    const now = this.wanted
    this.wanted = null
    let answer
    try {
      answer = await this.question('run', now)
    } catch (error) {
      if (!(error instanceof Refusal)) await this.wait(now)
      else if (!this.wanted) this.refused(error.message)
      return
    }
    this.asked += 1
    this.answered(answer, now, !this.wanted)
  }

  get idle() { return !this.busy && !this.wanted }

  // The server is gone: say so, knock every second, and ask again for the newest setting.
  async wait(now) {
    this.away = true
    this.lost()
    while (this.away) {
      await new Promise(resume => setTimeout(resume, 1000))
      this.away = !(await fetch('alive').then(reply => reply.ok, () => false))
    }
    this.found()
    this.wanted = this.wanted || now
  }

  async question(path, body, signal) {
    const reply = await post(path, body, signal)
    return unpack(await reply.arrayBuffer())
  }

  sweep(setting, signal) { return this.question('sweep', setting, signal) }
  worst(setting, label, signal) { return this.question('worst', { ...setting, search: label }, signal) }
  certify(setting) { return this.question('certify', setting) }
  async file(setting) { return (await post('export', setting)).text() }
}
