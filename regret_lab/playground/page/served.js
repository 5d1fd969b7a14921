// Ask Python. The newest setting wins: there is never more than one game in flight.

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
    while (this.wanted) {
      const now = this.wanted
      this.wanted = null
      try {
        const reply = await post('run', now)
        const answer = unpack(await reply.arrayBuffer())
        this.asked += 1
        this.answered(answer, now, !this.wanted)
      } catch (error) {
        if (error instanceof Refusal) this.refused(error.message, now)
        else await this.wait(now)
      }
    }
    this.busy = false
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
