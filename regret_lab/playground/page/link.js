// The state of the page in its own address, behind the #.

export function readLink() {
  const text = location.hash.slice(1)
  const at = /(?:^|&)t=(\d+)/.exec(text)
  const asked = /(?:^|&)q=(.*)$/.exec(text)
  if (!asked) return null
  try {
    const setting = JSON.parse(decodeURIComponent(asked[1]))
    const whole = setting && setting.problem && Array.isArray(setting.learners)
    return whole ? { setting, t: at ? +at[1] : 1 } : null
  } catch {
    return null
  }
}

// Written when things have come to rest: browsers refuse addresses that change all the time.
export function linkOf(setting, t) {
  return `#t=${t}&q=${encodeURIComponent(JSON.stringify(setting))}`
}

export function writeLink(setting, t) {
  const link = linkOf(setting, t)
  if (link !== location.hash) history.replaceState(null, '', link)
}
